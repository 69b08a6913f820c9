# Read by the other scripts. `need WHAT PACKAGE…` gets WHAT from the system's package manager where we may use it,
# and otherwise says in one line what is to be installed, and stops.

stop() {
    echo "$*" >&2
    exit 1
}

need() {
    what=$1
    shift
    advice="$what is missing. Install it (Debian, Ubuntu: apt-get install $*) and run make again."
    command -v apt-get >/dev/null || stop "$advice"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        stop "$advice"
    fi
    echo "Installing $* with apt-get (a minute or two)"
    # A list that is out of date, or a mirror that doesn't answer, shows itself in the second command.
    $as_root apt-get -qq update >/dev/null 2>&1 || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >/dev/null </dev/null ||
        stop "$advice"
}
