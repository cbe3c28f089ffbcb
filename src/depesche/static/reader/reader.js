// @ts-check
/** What makes a working page nicer. The clock is set before anything reads it. */

import "./server-clock.js";
import "./live-coverage.js";
import "./relative-time.js";
import "./count-down.js";
import "./object-card.js";
import "./object-head.js";
import "./posts-about.js";
import "./section-bar.js";
