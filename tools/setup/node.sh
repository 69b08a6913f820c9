#!/bin/sh
# A Node.js and its npm for what checks the built site. Nothing of them is in the site.
set -eu
. "$(dirname "$0")/apt.sh"

new() { node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; }
ready() { new && npm --version >/dev/null 2>&1; }

ready && exit
command -v node >/dev/null || need "Node.js 18 or newer" nodejs npm
new ||
    stop "Node.js 18 or newer is needed, and this is $(node --version). Install a newer one and run make again."
command -v npm >/dev/null || need npm npm
ready || stop "Node.js or npm doesn't run, also after apt-get. Install them and run make again."
