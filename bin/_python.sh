# Find a Python of 3.11 or later and call it $PYTHON. Read by the other scripts here.
# Candidates are tried, not only found: version managers leave names that do not run.
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then
        PYTHON=$candidate
        found=yes
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo "Daybridge needs Python 3.11 or later, and none was found." >&2
    echo "On Debian 12: sudo apt-get install -y python3 python3-venv" >&2
    echo "Or name one: PYTHON=/path/to/python3.11 $0" >&2
    exit 1
fi
