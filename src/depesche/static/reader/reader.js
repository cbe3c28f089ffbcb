// @ts-check
/** What makes a working page nicer. The clock is set before anything reads it. */

import "./pause-control.js";
import "./newest-post.js";
import "./live-coverage.js";
import "./relative-time.js";
import "./on-demand.js";
