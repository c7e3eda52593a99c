# Find Chromium and PostgreSQL for the tests; install them where this user can.
# Sets CHROMIUM, or without_browser with the sentence that says what to do.
chromium_of_this_machine() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" 2>/dev/null && return 0
    done
    return 1
}
postgresql_of_this_machine() {
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null
}
install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing $* …" >&2
    apt-get update -qq >/dev/null 2>&1 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "$@" >/dev/null 2>&1
}

if ! postgresql_of_this_machine; then
    install_packages postgresql || {
        echo "The tests need PostgreSQL: sudo apt-get install -y postgresql" >&2
        exit 1
    }
fi
CHROMIUM=${CHROMIUM:-$(chromium_of_this_machine || true)}
if [ "${BROWSER:-}" = skip ]; then
    without_browser="BROWSER=skip was given"
elif [ -z "$CHROMIUM" ]; then
    if install_packages chromium fonts-liberation; then
        CHROMIUM=$(chromium_of_this_machine)
    else
        without_browser="install Chromium (sudo apt-get install -y chromium) or give \
BROWSER=skip"
    fi
fi
export CHROMIUM
