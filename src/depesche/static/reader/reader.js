// @ts-check
/** What makes a working page nicer. The clock is set before anything reads it. */

import "./live-coverage.js";
import "./newest-post.js";
import "./pause-control.js";
import "./relative-time.js";
import "./on-demand.js";
