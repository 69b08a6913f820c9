#!/bin/sh
# A Java for jing and trang, which validate the master and make the schema.
set -eu
. "$(dirname "$0")/apt.sh"

java -version >/dev/null 2>&1 || need Java default-jre-headless
java -version >/dev/null 2>&1 || stop "Java is missing, also after apt-get. Install a Java runtime and run make again."
