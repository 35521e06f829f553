# To be sourced on a machine that has python3 with PyTorch, g++ and cmake, but no .NET: unpacks the program that was carried along and builds
# native/ for that PyTorch. Sets root, folder (build/gpu) and program (the programs' folder).
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
folder=$root/build/gpu
program=$folder/program
[ -e "$folder/program.tar.xz" ] || { echo "build/gpu/program.tar.xz is missing; make it with bench/gpu/publish.sh where the .NET SDK is" >&2; exit 1; }
[ -e "$program" ] || tar -C "$folder" -xJf "$folder/program.tar.xz"
torch=${LIBTORCH:-$(python3 -c 'import pathlib, torch; print(pathlib.Path(torch.__file__).parent)')}
native=$root/build/native-gpu
cmake -S "$root/src/AlgoDistill.Torch/native" -B "$native" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$torch" >"$folder/cmake.log"
cmake --build "$native" --parallel "$(nproc)" >>"$folder/cmake.log" 2>&1 || { grep -A 5 -m 20 "error" "$folder/cmake.log" >&2; exit 1; }
[ -e "$root/build/native" ] || ln -s native-gpu "$root/build/native"
export ALGODISTILL_NATIVE=$native/libalgodistill.so
