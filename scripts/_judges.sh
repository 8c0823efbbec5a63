# Sourced by scripts/test after _env.sh: installs the programs and npm packages that tests use.

lacking() {
  command -v chromium >/dev/null || echo chromium
  command -v java >/dev/null || echo default-jre-headless
  command -v npm >/dev/null || echo nodejs npm
  command -v spamassassin >/dev/null || echo spamassassin
  command -v curl >/dev/null || echo curl
  command -v go >/dev/null || echo golang-go
  command -v faketime >/dev/null || echo faketime
  ls /usr/sbin/dovecot /usr/lib/dovecot/pop3 >/dev/null 2>&1 || command -v dovecot >/dev/null ||
    echo dovecot-imapd dovecot-pop3d
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ||
    echo postgresql
  fonts=$(fc-list 2>/dev/null || echo)
  case $fonts in *NotoColorEmoji*) ;; *) echo fontconfig fonts-noto-color-emoji ;; esac
  case $fonts in *NotoSansArabic*) ;; *) echo fontconfig fonts-noto-core ;; esac
}

# Real LMSs that packages are played in: they need a Django of their own.
lmss() {
  state=$(pwd | cat - requirements/lms.txt | cksum)
  [ "$(cat .venv/lms/.stamp 2>/dev/null)" != "$state" ] || return 0
  .venv/bin/python -m venv --clear .venv/lms
  .venv/lms/bin/python -m pip install -q --no-deps --require-hashes \
    -r requirements/lms.txt
  echo "$state" >.venv/lms/.stamp
}

judges() {
  # shellcheck disable=SC2046 # one word for each package
  debian $(lacking)
  lmss
  state=$(cat tests/judges/package.json tests/judges/package-lock.json | cksum)
  stamp=tests/judges/node_modules/.stamp
  [ "$(cat $stamp 2>/dev/null)" != "$state" ] || return 0
  node -e 'process.exit(+(parseInt(process.versions.node) < 20))' ||
    stop "tests need Node 20 or newer, this is $(node --version)"
  (cd tests/judges && npm ci --silent </dev/null)
  echo "$state" >$stamp
}
