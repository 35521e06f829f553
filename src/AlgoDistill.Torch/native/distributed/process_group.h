// A process's place in a group whose processes add up tensors: a backend of c10d, and a watch over the other ranks.
#pragma once

#include "watch.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/csrc/distributed/c10d/Work.hpp>
#include <torch/version.h>
#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

#include <memory>

namespace algodistill {

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif
using Work = c10::intrusive_ptr<c10d::Work>;

enum class BackendKind : int32_t { Gloo, Nccl };

// Where the ranks meet: rank 0 serves a TCPStore there.
struct Meeting {
  std::string host;
  uint16_t port;
  int rank, size;
  std::chrono::milliseconds join_timeout, patience;
};

class ProcessGroup {
 public:
  ProcessGroup(BackendKind kind, const Meeting& meeting);
  ~ProcessGroup();

  // Begins to add up `tensor` over the ranks, in place. All ranks must begin the same transfers in the same order.
  Work begin_sum(at::Tensor tensor);

  // Waits for a transfer; throws the reason when the group has ended. On a device, later work on the current stream waits instead.
  void wait(c10d::Work& work);

  void broadcast(at::Tensor tensor, int root);
  void barrier();
  void fail(const std::string& reason) { watch_->fail(reason); }

 private:
  at::Device device() const;

  const BackendKind kind_;
  const int rank_, size_;
  Store store_;
  std::unique_ptr<Watch> watch_;
  c10::intrusive_ptr<Backend> backend_;
  bool broken_ = false;
};

// The backend over an open store.
c10::intrusive_ptr<Backend> make_backend(BackendKind kind, const Store& store, const Meeting& meeting);

// Whether this build has backends of that kind.
bool has_backend(BackendKind kind);

// Throws why this build has no backend of that kind, if it has none.
void require_backend(BackendKind kind);

} // namespace algodistill
