// What CUDA alone has: graphs of captured work, and the figures of its memory. CMakeLists.txt sets ALGODISTILL_CUDA where these headers
// compile; elsewhere the functions are missing, and ad_cuda_graphs says so before anyone calls them.
#include "api.h"

#ifdef ALGODISTILL_CUDA
#include <ATen/ATen.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDACachingAllocator.h>

using algodistill::guarded;
using at::cuda::CUDAGraph;

namespace {

at::Device device(int32_t index) { return {at::kCUDA, static_cast<at::DeviceIndex>(index)}; }

} // namespace

ALGODISTILL_API int32_t ad_cuda_graphs() { return 1; }

// Begins to record, instead of doing, what the device's current stream is given; its memory comes from a pool of the graph's own. Other
// threads may go on using the device meanwhile.
ALGODISTILL_API int ad_graph_begin(int32_t index, CUDAGraph** result) {
  return guarded([&] {
    const c10::DeviceGuard here(device(index));
    auto graph = std::make_unique<CUDAGraph>();
    graph->capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    *result = graph.release();
  });
}

ALGODISTILL_API int ad_graph_end(int32_t index, CUDAGraph* graph) {
  return guarded([&] {
    const c10::DeviceGuard here(device(index));
    graph->capture_end();
  });
}

ALGODISTILL_API int ad_graph_replay(CUDAGraph* graph) {
  return guarded([&] { graph->replay(); });
}

ALGODISTILL_API int ad_graph_free(CUDAGraph* graph) {
  return guarded([&] { delete graph; });
}

// Bytes in tensors and bytes held by the allocator, each now and at most since the last reset.
struct CudaMemory {
  int64_t allocated, most_allocated, reserved, most_reserved;
};

ALGODISTILL_API int ad_cuda_memory(int32_t index, CudaMemory* memory) {
  return guarded([&] {
    at::empty({0}, at::device(device(index))); // the allocator knows a device from its first tensor on
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device(index).index());
    const auto &allocated = stats.allocated_bytes[0], &reserved = stats.reserved_bytes[0]; // 0: pools of all kinds together
    *memory = {allocated.current, allocated.peak, reserved.current, reserved.peak};
  });
}

ALGODISTILL_API int ad_cuda_memory_reset_peak(int32_t index) {
  return guarded([&] { c10::cuda::CUDACachingAllocator::resetPeakStats(device(index).index()); });
}

ALGODISTILL_API int ad_cuda_memory_empty_cache() {
  return guarded([&] { c10::cuda::CUDACachingAllocator::emptyCache(); });
}

#else

ALGODISTILL_API int32_t ad_cuda_graphs() { return 0; }

#endif
