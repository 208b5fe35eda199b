#!/bin/sh
# Puts the built program, its menu entry, icons and file type under a prefix: ~/.local, or e.g. /usr/local as root.
# Usage: packaging/linux/install.sh [PREFIX]
set -eu
cd "$(dirname "$0")/../.."
prefix=${1:-$HOME/.local}
built=${CARGO_TARGET_DIR:-target}
program=$built/dist/energy-audit
[ -x "$program" ] || program=$built/release/energy-audit
if [ ! -x "$program" ]; then
    echo "没有找到 $program，请先 cargo build --profile dist" >&2
    exit 1
fi
install -Dm755 "$program" "$prefix/bin/energy-audit"
install -Dm644 packaging/linux/energy-audit.desktop "$prefix/share/applications/energy-audit.desktop"
install -Dm644 packaging/linux/energy-audit.xml "$prefix/share/mime/packages/energy-audit.xml"
install -Dm644 assets/icons/energy-audit.svg "$prefix/share/icons/hicolor/scalable/apps/energy-audit.svg"
for size in 16 24 32 48 64 128 256; do
    install -Dm644 "assets/icons/energy-audit-$size.png" "$prefix/share/icons/hicolor/${size}x$size/apps/energy-audit.png"
done
# The desktop reads its lists again; where these tools are missing it does so at the next login.
command -v update-mime-database >/dev/null && update-mime-database "$prefix/share/mime" || true
command -v update-desktop-database >/dev/null && update-desktop-database "$prefix/share/applications" || true
echo "已装到 $prefix：命令 energy-audit，应用菜单“节能诊断工作台”，双击 .audit 文件打开"
