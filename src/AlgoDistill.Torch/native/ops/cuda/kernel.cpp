#include "kernel.h"

#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda.h>
#include <dlfcn.h>
#include <nvrtc.h>

#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

namespace algodistill::cuda {

namespace {

constexpr const char* prelude = R"cuda(
struct bfloat16 { unsigned short bits; };

__device__ inline float widen(float x) { return x; }
__device__ inline float widen(bfloat16 x) { return __uint_as_float(static_cast<unsigned>(x.bits) << 16); }

// To the nearest, ties to even; a NaN stays one.
__device__ inline void narrow(float x, float& result) { result = x; }
__device__ inline void narrow(float x, bfloat16& result) {
  const unsigned bits = __float_as_uint(x);
  const unsigned rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  result.bits = static_cast<unsigned short>((bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc0u : rounded);
}

// Neighbours that are read and written at once.
template <typename T> struct alignas(sizeof(T) * LANES < 16 ? sizeof(T) * LANES : 16) Pack { T at[LANES]; };
template <typename T> __device__ inline Pack<T> load(const T* from) { return *reinterpret_cast<const Pack<T>*>(from); }
template <typename T> __device__ inline void store(T* to, const Pack<T>& pack) { *reinterpret_cast<Pack<T>*>(to) = pack; }
)cuda";

// What is used of NVRTC and of the driver, out of libtorch's library that is linked with both. It is loaded at first use, as a machine
// without a device may lack the driver.
struct Functions {
  void* library = dlopen("libcaffe2_nvrtc.so", RTLD_LAZY | RTLD_LOCAL);
#define FUNCTION(name) decltype(&::name) name = library ? reinterpret_cast<decltype(&::name)>(dlsym(library, #name)) : nullptr;
  FUNCTION(nvrtcCreateProgram)
  FUNCTION(nvrtcDestroyProgram)
  FUNCTION(nvrtcCompileProgram)
  FUNCTION(nvrtcGetProgramLogSize)
  FUNCTION(nvrtcGetProgramLog)
  FUNCTION(nvrtcGetCUBINSize)
  FUNCTION(nvrtcGetCUBIN)
  FUNCTION(nvrtcGetErrorString)
  FUNCTION(cuGetErrorString)
  FUNCTION(cuDeviceGet)
  FUNCTION(cuDeviceGetAttribute)
  FUNCTION(cuDevicePrimaryCtxRetain)
  FUNCTION(cuCtxGetCurrent)
  FUNCTION(cuCtxSetCurrent)
  FUNCTION(cuModuleLoadData)
  FUNCTION(cuModuleGetFunction)
  FUNCTION(cuLaunchKernel)
#undef FUNCTION
};

const Functions& functions() {
  static const Functions loaded;
  return loaded;
}

void check(CUresult result, const char* what) {
  if (result == CUDA_SUCCESS) return;
  const char* reason = nullptr;
  functions().cuGetErrorString(result, &reason);
  TORCH_CHECK(false, what, ": ", reason ? reason : "an error that the CUDA driver has no words for");
}

void check(nvrtcResult result, const char* what, const std::string& log = {}) {
  TORCH_CHECK(result == NVRTC_SUCCESS, what, ": ", functions().nvrtcGetErrorString(result), "\n", log);
}

struct ProgramDeleter {
  void operator()(nvrtcProgram program) const { functions().nvrtcDestroyProgram(&program); }
};
using Program = std::unique_ptr<std::remove_pointer_t<nvrtcProgram>, ProgramDeleter>;

std::string log_of(const Program& program) {
  size_t size = 0;
  check(functions().nvrtcGetProgramLogSize(program.get(), &size), "nvrtcGetProgramLogSize");
  std::string log(size, '\0');
  check(functions().nvrtcGetProgramLog(program.get(), log.data()), "nvrtcGetProgramLog");
  return log;
}

// Machine code for a device of the compute capability major.minor, given as 10 · major + minor.
std::string compile(const char* name, const std::string& text, int capability) {
  nvrtcProgram created = nullptr;
  check(functions().nvrtcCreateProgram(&created, text.c_str(), name, 0, nullptr, nullptr), "nvrtcCreateProgram");
  const Program program(created);
  const std::string architecture = "--gpu-architecture=sm_" + std::to_string(capability);
  const char* options[] = {architecture.c_str(), "--std=c++17"};
  const nvrtcResult result = functions().nvrtcCompileProgram(created, 2, options);
  if (result != NVRTC_SUCCESS) check(result, name, log_of(program));
  size_t size = 0;
  check(functions().nvrtcGetCUBINSize(created, &size), "nvrtcGetCUBINSize");
  std::string code(size, '\0');
  check(functions().nvrtcGetCUBIN(created, code.data()), "nvrtcGetCUBIN");
  return code;
}

// A device as the driver knows it. Its primary context is the one that libtorch works in; it is never released.
struct DriverDevice {
  explicit DriverDevice(int index) {
    CUdevice device;
    int major = 0, minor = 0;
    check(functions().cuDeviceGet(&device, index), "cuDeviceGet");
    check(functions().cuDeviceGetAttribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device), "cuDeviceGetAttribute");
    check(functions().cuDeviceGetAttribute(&minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device), "cuDeviceGetAttribute");
    check(functions().cuDevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
    capability = 10 * major + minor;
  }

  // A thread that has made no call of CUDA's runtime yet has no context.
  void enter() const {
    CUcontext current = nullptr;
    check(functions().cuCtxGetCurrent(&current), "cuCtxGetCurrent");
    if (current != context) check(functions().cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  CUcontext context = nullptr;
  int capability = 0;
};

// The compiled kernel, in the calling thread's context from here on. Modules stay loaded: a recorded graph may hold them.
CUfunction function(const Source& source, const std::string& definitions, int device) {
  static std::mutex mutex;
  static std::map<int, DriverDevice> devices;
  static std::map<std::tuple<int, std::string, std::string>, CUfunction> loaded;
  const std::lock_guard<std::mutex> lock(mutex);
  const DriverDevice& here = devices.try_emplace(device, device).first->second;
  here.enter();
  const std::tuple key(device, std::string(source.name), definitions);
  if (const auto found = loaded.find(key); found != loaded.end()) return found->second;
  const std::string code = compile(source.name, definitions + prelude + source.text, here.capability);
  CUmodule module;
  CUfunction result;
  check(functions().cuModuleLoadData(&module, code.data()), "cuModuleLoadData");
  check(functions().cuModuleGetFunction(&result, module, source.name), "cuModuleGetFunction");
  return loaded[key] = result;
}

}  // namespace

bool can_compile() { return functions().nvrtcCreateProgram && functions().nvrtcGetCUBIN && functions().cuLaunchKernel; }

void launch(const Source& source, const std::string& definitions, at::Device device, int64_t blocks, int64_t threads, void** arguments) {
  if (blocks == 0) return;
  TORCH_CHECK(blocks <= std::numeric_limits<int32_t>::max(), source.name, ": ", blocks, " blocks are more than one launch can have");
  const c10::DeviceGuard guard(device);
  const CUfunction kernel = function(source, definitions, device.index());
  const auto stream = c10::cuda::getCurrentCUDAStream(device.index()).stream();
  check(functions().cuLaunchKernel(kernel, static_cast<unsigned>(blocks), 1, 1, static_cast<unsigned>(threads), 1, 1, 0, stream, arguments,
                                   nullptr),
        source.name);
}

}  // namespace algodistill::cuda

// algodistill::cuda_kernels() -> bool: whether the operators' own kernels for CUDA can be compiled here.
TORCH_LIBRARY_FRAGMENT(algodistill, library) { library.def("cuda_kernels() -> bool", &algodistill::cuda::can_compile); }
