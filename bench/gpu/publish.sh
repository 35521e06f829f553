#!/usr/bin/env bash
# Where the .NET SDK is: writes build/gpu/program.tar.xz, the programs that bench/gpu runs on a machine without .NET, to be copied with the
# repository. libtorch stays behind: that machine's PyTorch has one for its device.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
folder=$root/build/gpu
rm -rf "$folder/program"
for project in bench/AlgoDistill.Bench.Gpu bench/AlgoDistill.Bench src/AlgoDistill.Cli; do
  dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -o "$folder/program" -p:DebugType=none -p:LibTorch=none -v quiet --nologo
done
tar -C "$folder" -c program | xz -T0 -6 >"$folder/program.tar.xz"
du -h "$folder/program.tar.xz"
