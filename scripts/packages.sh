#!/bin/sh
# Installs the Debian packages that the interop suites run against, when that is allowed (root and apt-get). Daemons that
# come with a package are not started. Where it is not allowed, the suites that need them are skipped by name.
set -eu

# program or file:package
needs="
ddclient:ddclient
/usr/share/perl5/IO/Socket/INET6.pm:libio-socket-inet6-perl
/usr/share/perl5/IO/Socket/SSL.pm:libio-socket-ssl-perl
inadyn:inadyn
wget:wget
named:bind9
named-checkzone:bind9-utils
dig:bind9-dnsutils
nsupdate:bind9-dnsutils
knotd:knot
kdig:knot-dnsutils
knsupdate:knot-dnsutils
nsd:nsd
pdns_server:pdns-backend-sqlite3
pdnsutil:pdns-server
/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql:pdns-backend-sqlite3
drill:ldnsutils
dnsperf:dnsperf
turnserver:coturn
ip:iproute2
nft:nftables
ss:iproute2
curl:curl
openssl:openssl
miniupnpd:miniupnpd-nftables
upnpc:miniupnpc
natpmpc:natpmpc
unbound:unbound
dnsmasq:dnsmasq-base
radvd:radvd
udhcpc:udhcpc
conntrack:conntrack
tcpdump:tcpdump
python3:python3
ping:iputils-ping
lego:lego
pebble:pebble
flock:util-linux
nsenter:util-linux
sysctl:procps
"

PATH=$PATH:/usr/sbin:/sbin
export PATH
missing=
for need in $needs; do
  [ -e "${need%%:*}" ] || command -v "${need%%:*}" >/dev/null 2>&1 || missing="$missing ${need##*:}"
done
# What python3 itself is asked about, because Debian gives it in part.
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "holdfast: not installed, and only root may install them:$missing" >&2
  exit 0
fi

echo "holdfast: installing Debian packages for the interop suites:$missing" >&2
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() {
  # shellcheck disable=SC2086 # a list of package names
  apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install $missing >/dev/null 2>&1
}
install || { apt-get -qq update >/dev/null 2>&1 && install; } ||
  echo "holdfast: some packages could not be installed; the suites that need them will be skipped" >&2
