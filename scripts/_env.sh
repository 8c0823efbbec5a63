# Sourced by the other scripts: goes to the root of the checkout and brings in what they need.
# Whatever is there already is left alone, so that a second run costs milliseconds.
set -eu
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1

stop() {
  echo "$0: $1" >&2
  exit 2
}

# debian PACKAGE...: install Debian packages; asks the mirrors for their lists only now.
debian() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null || stop "please install what these Debian packages hold: $*"
  [ "$(id -u)" = 0 ] || stop "please run as root: apt-get install --no-install-recommends $*"
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
  stop "Python 3.11 or newer is needed"
}

# venv run|test: make .venv hold exactly what requirements/NAME.txt names, by hash, and the
# package itself, editable. The stamp tells whether lock, settings and place are still the same.
venv() {
  state=$(pwd | cat - pyproject.toml requirements/*.txt | cksum)
  for name in "$1" test; do # what tests need includes what a run needs
    [ "$(cat ".venv/$name.stamp" 2>/dev/null)" != "$state" ] || return 0
  done
  if [ ! -x .venv/bin/python ]; then
    python=$(python_of_the_system)
    "$python" -c 'import ensurepip' 2>/dev/null || debian python3-venv
    "$python" -m venv .venv
  fi
  # The locks are whole: nothing is left to resolve, nothing unnamed comes in.
  .venv/bin/python -m pip install -q --no-deps --require-hashes -r "requirements/$1.txt"
  .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
  echo "$state" >".venv/$1.stamp"
}
