# Sourced by the other scripts: sets $python to a Python 3.11 or newer, or says what is missing and exits.
python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(command -v "$name")
        break
    fi
done
if [[ -z $python ]]; then
    version=$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null || echo –)
    echo "Diperlukan Python 3.11 atau lebih baru; yang ada: $version." >&2
    echo "Python 3.11 or newer is needed; found: $version." >&2
    exit 1
fi
