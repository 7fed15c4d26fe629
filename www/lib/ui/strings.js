// The interface's own words, in Chinese and English. What is said of a photo comes from the report, what a check is
// called from the catalogue: neither is here.

import { en } from "./words/en.js";
import { zh } from "./words/zh.js";

export const STRINGS = { zh, en };
