#!/bin/sh
# A Chromium for the tests in a browser. Under Ubuntu its package is called chromium-browser.
set -eu
. "$(dirname "$0")/apt.sh"

found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

found >/dev/null && exit
# The fonts: without any, a browser on a bare machine draws boxes.
if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    need Chromium chromium-browser fonts-dejavu-core
else
    need Chromium chromium fonts-dejavu-core
fi
found >/dev/null || stop "Chromium is missing, also after apt-get. Install Chromium or Google Chrome and run make again."
