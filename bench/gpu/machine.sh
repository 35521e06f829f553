# To be sourced on a machine that has python3 with a CUDA build of PyTorch, but no .NET: unpacks the program that was carried along, and has it
# use that PyTorch's libtorch, of the version that TorchSharp was built for or a neighbour. Sets root, folder (build/gpu) and program (the
# programs' folder). TORCH_LIB names another folder of libtorch's libraries.
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
folder=$root/build/gpu
program=$folder/program
[ -e "$folder/program.tar.xz" ] || { echo "build/gpu/program.tar.xz is missing; make it with bench/gpu/publish.sh where the .NET SDK is" >&2; exit 1; }
[ -e "$program" ] || tar -C "$folder" -xJf "$folder/program.tar.xz"
torch=${TORCH_LIB:-$(python3 -c 'import pathlib, torch; print(pathlib.Path(torch.__file__).parent / "lib")')}
export LD_LIBRARY_PATH=$torch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
