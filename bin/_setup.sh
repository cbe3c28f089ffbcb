# Sourced by the scripts beside it: goes to the project's root and makes what they need, once.
# A script says how many `steps` it may take; one whose result is already there is passed over.
# shellcheck shell=sh disable=SC2154

CDPATH='' cd -P -- "$(dirname -- "$0")/.." || exit

# Leaves Depesche in .venv, editable.
set_up() {
    environment_works || step 1 "Python environment" make_environment
    once_per pyproject.toml .venv/installed \
        step 2 "Depesche and the packages it builds on" pip_install --editable .
}

# set_up_group NAME: and that dependency group of pyproject.toml beside it.
set_up_group() {
    once_per pyproject.toml ".venv/installed-$1" \
        step 3 "Packages for bin/$1" pip_install --group "$1"
}

# Leaves what package.json names in node_modules: the checkers, and judges for the tests.
set_up_node() {
    command -v npm >/dev/null || step 4 "Node" apt_install nodejs npm
    once_per package-lock.json node_modules/installed \
        step 5 "The packages for Node" npm ci --no-audit --no-fund
}

# Leaves what bench/ builds its programs in C with, and nginx with nchan to measure beside.
set_up_peers() {
    echo '#include <zlib.h>' | cc -E - >/dev/null 2>&1 ||
        step $((steps - 1)) "A compiler" apt_install gcc libc6-dev zlib1g-dev
    [ -e /usr/lib/nginx/modules/ngx_nchan_module.so ] ||
        step "$steps" "nginx with nchan" apt_install nginx-light libnginx-mod-nchan
}

# once_per FILE STAMP COMMAND…: not again until FILE has changed.
once_per() {
    file=$1 stamp=$2
    shift 2
    cmp -s "$file" "$stamp" && return
    "$@"
    cp "$file" "$stamp"
}

# pip is the last thing a new environment gets, and it names the place it was made for.
environment_works() {
    grep -qsF "$PWD/.venv/bin/python" .venv/bin/pip && .venv/bin/python -c '' 2>/dev/null
}

make_environment() {
    python=$(find_python) || return
    "$python" -c 'import ensurepip' 2>/dev/null || apt_install "${python##*/}-venv" || return
    "$python" -m venv --clear .venv
}

find_python() {
    for python in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "Depesche needs Python 3.11 or newer. If it is not on your PATH, name it:" >&2
    echo "    PYTHON=/where/it/is/python3 $0" >&2
    return 2
}

# Dependency groups came with pip 25.1.
pip_install() {
    .venv/bin/python -m pip install --quiet 'pip>=25.1' &&
        .venv/bin/python -m pip install --quiet "$@"
}

# apt_install PACKAGE…: where we are root; anyone else is told the line to type.
apt_install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update && apt-get install -y --no-install-recommends "$@"
    else
        echo "Missing, and only root may install it: $*. On Debian and Ubuntu, type"
        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 2
    fi
}

# step NUMBER TITLE COMMAND…: one line with the seconds it takes; the output only if it fails.
step() {
    title="[$1/$steps] $2 …"
    shift 2
    begun=$(date +%s)
    log=$(mktemp)
    status=0
    printf '%s' "$title" >&2
    show_seconds &
    "$@" >"$log" 2>&1 </dev/null || status=$?
    { kill $! && wait $!; } 2>/dev/null || :
    if [ "$status" != 0 ]; then
        printf ' failed.\n\n' >&2
        tail -n 20 "$log" >&2
        printf '\nAll of the output: %s. Start %s again to go on from here.\n' "$log" "$0" >&2
        exit "$status"
    fi
    [ ! -t 2 ] || printf '\r%s' "$title" >&2
    printf ' %s s\n' "$(seconds)" >&2
    rm "$log"
}

show_seconds() {
    while [ -t 2 ] && kill -0 $$; do
        printf '\r%s %s s' "$title" "$(seconds)" >&2
        sleep 1
    done
}

seconds() {
    echo $(($(date +%s) - begun))
}
