# The backends by which processes exchange gradients, where their headers are found and fit this libtorch; without them everything else
# works. NVIDIA's headers may lie beside PyTorch's wheel.
include(CheckCXXSourceCompiles)

# Compiles distributed/backends.cpp with backend NAME if the header of its CLASS compiles with the given INCLUDES.
function(add_backend NAME CLASS)
  set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE} ${TORCH_INCLUDE}/torch/csrc/api/include ${ARGN})
  set(CMAKE_REQUIRED_DEFINITIONS -DUSE_C10D_${NAME})
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  check_cxx_source_compiles("#include <torch/csrc/distributed/c10d/${CLASS}.hpp>\nusing Backend = c10d::${CLASS};" HAS_${NAME})
  if(HAS_${NAME})
    set_property(SOURCE ${CMAKE_CURRENT_SOURCE_DIR}/distributed/backends.cpp APPEND PROPERTY COMPILE_DEFINITIONS USE_C10D_${NAME})
    target_include_directories(algodistill SYSTEM PRIVATE ${ARGN})
  endif()
endfunction()

find_path(GLOO_INCLUDE gloo/allreduce.h)
if(GLOO_INCLUDE)
  add_backend(GLOO ProcessGroupGloo ${GLOO_INCLUDE})
endif()

set(NVIDIA_WHEELS ${TORCH_INCLUDE}/../../nvidia)
find_path(CUDA_INCLUDE cuda_runtime_api.h HINTS ${NVIDIA_WHEELS}/cuda_runtime/include /usr/local/cuda/include)
find_path(NCCL_INCLUDE nccl.h HINTS ${NVIDIA_WHEELS}/nccl/include)
if(TORCH_CUDA_LIBRARY AND CUDA_INCLUDE AND NCCL_INCLUDE)
  add_backend(NCCL ProcessGroupNCCL ${CUDA_INCLUDE} ${NCCL_INCLUDE})
endif()
