# Sourced by the other scripts: changes to the root of the checkout and installs what they need.
# Skips anything already installed, so a second run takes milliseconds.
set -eu
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1

stop() {
  echo "$0: $1" >&2
  exit 2
}

# debian PACKAGE...: install Debian packages; updates the package lists only when it has to.
debian() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null || stop "install the equivalents of these Debian packages: $*"
  [ "$(id -u)" = 0 ] || stop "run as root: apt-get install --no-install-recommends $*"
  export DEBIAN_FRONTEND=noninteractive
  echo "$0: installing $*" >&2
  apt-get update -qq </dev/null
  apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

python_of_the_system() {
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    echo "$candidate"
    return
  done
  stop "needs Python 3.11 or newer"
}

# venv run|test: install exactly what requirements/NAME.txt pins, by hash, and the package itself
# in editable mode. The stamp changes with the lock files, pyproject.toml and the path.
venv() {
  state=$(pwd | cat - pyproject.toml requirements/*.txt | cksum)
  for name in "$1" test; do # the test environment includes the run environment
    [ "$(cat ".venv/$name.stamp" 2>/dev/null)" != "$state" ] || return 0
  done
  if [ ! -x .venv/bin/python ]; then
    python=$(python_of_the_system)
    "$python" -c 'import ensurepip' 2>/dev/null || debian python3-venv
    "$python" -m venv .venv
  fi
  # The lock files are complete: there is nothing to resolve, and nothing unpinned is installed.
  .venv/bin/python -m pip install -q --no-deps --require-hashes -r "requirements/$1.txt"
  .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
  echo "$state" >".venv/$1.stamp"
}
