"""Stylesheets as they are served say to a browser what was written."""

from playwright.sync_api import Browser

from depesche.rendering import assets

RULES = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    // What a property of our own says is kept as it was typed.
    return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s*([,;:{}])\\s*/g, "$1"));
}"""


def test_every_stylesheet_is_served_with_the_rules_that_were_written(chromium: Browser) -> None:
    page = chromium.new_page()
    files = sorted(assets._STATIC.rglob("*.css"))
    assert len(files) >= 5

    for file in files:
        path = str(file.relative_to(assets._STATIC))
        written = page.evaluate(RULES, file.read_text("utf-8"))
        assert len(written) > 5, path
        served = page.evaluate(RULES, assets.served(path).content.decode())
        for one, other in zip(written, served, strict=True):
            assert one == other, path
    page.close()
