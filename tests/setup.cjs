// Types are checked once by `npm run check`; at test time the text is only transpiled, which keeps start-up short.
process.env.TS_NODE_TRANSPILE_ONLY = "true";
require("ts-node/register");
