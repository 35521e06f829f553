#include "process_group.h"

#include "../api.h"

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>

#include <cstring>

using algodistill::borrow;
using algodistill::guarded;

namespace algodistill {

namespace {

constexpr std::chrono::milliseconds glance{500}; // how often a waiting rank asks whether the others live

std::string place(const Meeting& meeting) { return meeting.host + ":" + std::to_string(meeting.port); }

Store connect(const Meeting& meeting, bool serve) {
  c10d::TCPStoreOptions options;
  options.port = meeting.port;
  options.isServer = serve;
  options.waitWorkers = false;
  options.timeout = meeting.join_timeout;
  try {
    return c10::make_intrusive<c10d::TCPStore>(meeting.host, options);
  } catch (const c10::Error& error) {
    TORCH_CHECK(false, "rank ", meeting.rank, serve ? " cannot serve the rendezvous at " : " found no rendezvous at ", place(meeting), ": ",
                error.what_without_backtrace());
  } catch (const std::exception& error) {
    TORCH_CHECK(false, "rank ", meeting.rank, serve ? " cannot serve the rendezvous at " : " found no rendezvous at ", place(meeting), ": ", error.what());
  }
}

std::string missing(const Store& store, const Meeting& meeting) {
  std::string ranks;
  for (int rank = 0; rank < meeting.size; ++rank)
    if (store->add("rank/" + std::to_string(rank), 0) == 0) ranks += (ranks.empty() ? "" : ", ") + std::to_string(rank);
  return ranks;
}

// Waits until every rank is there, and all agree on how many they are.
void meet(const Store& store, const Meeting& meeting) {
  const auto size = std::to_string(meeting.size);
  const auto agreed = store->compareSet("size", Bytes{}, bytes(size));
  const std::string others(agreed.begin(), agreed.end());
  TORCH_CHECK(others == size, "rank ", meeting.rank, " was started as one of ", size, " processes, others at ", place(meeting), " as one of ", others);
  TORCH_CHECK(store->add("rank/" + std::to_string(meeting.rank), 1) == 1, "rank ", meeting.rank, " joined twice at ", place(meeting),
              ": each process needs a rank of its own, and each job a port of its own");
  if (store->add("joined", 1) == meeting.size) store->set("complete", bytes("yes"));
  try {
    store->wait({"complete"}, meeting.join_timeout);
  } catch (const std::exception&) {
    TORCH_CHECK(false, "of ", size, " ranks, ", missing(store, meeting), " did not come to ", place(meeting), " within ",
                meeting.join_timeout.count() / 1000, " s");
  }
}

} // namespace

ProcessGroup::ProcessGroup(BackendKind kind, const Meeting& meeting) : kind_(kind), rank_(meeting.rank), size_(meeting.size) {
  require_backend(kind);
  store_ = connect(meeting, meeting.rank == 0);
  meet(store_, meeting);
  watch_ = std::make_unique<Watch>(connect(meeting, false), rank_, size_, meeting.patience, kind == BackendKind::Nccl);
  backend_ = make_backend(kind, c10::make_intrusive<c10d::PrefixStore>("transfers", store_), meeting);
}

// A backend with transfers that will never end cannot be taken down, so it is left to the end of the process, and the watch too where the
// store may never answer.
ProcessGroup::~ProcessGroup() {
  watch_->leave();
  if (!broken_ && !watch_->ended()) return;
  (void)backend_.release();
  (void)watch_.release();
  (void)store_.release();
}

at::Device ProcessGroup::device() const { return kind_ == BackendKind::Nccl ? at::Device(at::kCUDA) : at::Device(at::kCPU); }

Work ProcessGroup::begin_sum(at::Tensor tensor) {
  std::vector<at::Tensor> tensors{std::move(tensor)};
  return backend_->allreduce(tensors);
}

void ProcessGroup::wait(c10d::Work& work) {
  if (kind_ == BackendKind::Nccl) {
    watch_->check();
    work.wait();
    return;
  }
  for (;;) {
    watch_->check();
    try {
      work.wait(glance);
      return;
    } catch (const std::exception& error) {
      if (!work.isCompleted() || work.exception() == nullptr) continue; // it goes on
      broken_ = true;
      watch_->explain();
      TORCH_CHECK(false, "a transfer between the ranks failed, though every rank lives: ", std::string(error.what(), std::strcspn(error.what(), "\n")));
    }
  }
}

void ProcessGroup::broadcast(at::Tensor tensor, int root) {
  std::vector<at::Tensor> tensors{std::move(tensor)};
  c10d::BroadcastOptions options;
  options.rootRank = root;
  wait(*backend_->broadcast(tensors, options));
}

void ProcessGroup::barrier() {
  auto one = at::ones({1}, device());
  wait(*begin_sum(one));
  one.item(); // on a device, the host waits too
}

} // namespace algodistill

using algodistill::BackendKind;
using algodistill::ProcessGroup;

ALGODISTILL_API int32_t ad_group_available(BackendKind kind) { return algodistill::has_backend(kind); }

// Joins a group; waits until all ranks have.
ALGODISTILL_API int ad_group_open(BackendKind kind, const char* host, int32_t port, int32_t rank, int32_t size, int64_t join_milliseconds,
                                  int64_t patience_milliseconds, ProcessGroup** result) {
  return guarded([&] {
    *result = new ProcessGroup(kind, {host, static_cast<uint16_t>(port), rank, size, std::chrono::milliseconds(join_milliseconds),
                                      std::chrono::milliseconds(patience_milliseconds)});
  });
}

// Adds up over the ranks, or copies rank `root`'s, in place.
ALGODISTILL_API int ad_group_sum(ProcessGroup* group, TensorHandle tensor) {
  return guarded([&] { group->wait(*group->begin_sum(borrow(tensor))); });
}

ALGODISTILL_API int ad_group_broadcast(ProcessGroup* group, TensorHandle tensor, int32_t root) {
  return guarded([&] { group->broadcast(borrow(tensor), root); });
}

ALGODISTILL_API int ad_group_barrier(ProcessGroup* group) {
  return guarded([&] { group->barrier(); });
}

ALGODISTILL_API int ad_group_fail(ProcessGroup* group, const char* reason) {
  return guarded([&] { group->fail(reason); });
}

ALGODISTILL_API int ad_group_close(ProcessGroup* group) {
  return guarded([&] { delete group; });
}
