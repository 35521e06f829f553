// Gradients added up over the ranks while backward still runs.
//
// Parameters lie in flat buckets, in the reverse of their order, which is about the order in which backward reaches them. A hook behind each
// gradient accumulator moves the gradient into its bucket, which starts on its way as soon as it and those before it are full. The last
// bucket also carries a few numbers of the caller and a flag for each parameter, so that an update needs no other transfer.
#include "process_group.h"

#include "../api.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/utils/lambda_post_hook.h>
#include <torch/csrc/autograd/variable.h>

using algodistill::borrow;
using algodistill::guarded;
using algodistill::release;

namespace algodistill {

class Reducer {
 public:
  Reducer(ProcessGroup& group, std::vector<at::Tensor> parameters, int64_t numbers, int64_t bucket_bytes);
  ~Reducer();

  // Before backward. `numbers`, of which the first is this rank's weight, are added up over the ranks with the gradients.
  void start(const at::Tensor& numbers);

  // After backward: every gradient becomes the ranks' sum divided by the sum of their weights, a view of its bucket that stays until the
  // next start. A parameter that no rank reached has none. Returns the summed numbers.
  at::Tensor finish();

 private:
  struct Bucket {
    at::Tensor flat;
    size_t begin, end;   // its parameters
    int64_t waiting = 0; // those whose gradients are still to come
    Work work;
  };

  struct Slot {
    at::Tensor parameter, view;
    size_t bucket = 0;
    bool ready = false;
    std::shared_ptr<torch::autograd::Node> accumulator;
    uintptr_t hook = 0;
  };

  void lay_out(int64_t bucket_bytes);
  void allocate(Bucket& bucket, int64_t extra);
  void listen(Slot& slot);
  void take(Slot& slot);
  void send();
  bool used(size_t index);

  ProcessGroup& group_;
  const int64_t numbers_;
  std::vector<Slot> slots_;
  std::vector<Bucket> buckets_;
  at::Tensor extra_, flags_; // views of the last bucket
  std::mutex mutex_;         // hooks may run on a thread for each device
  size_t sent_ = 0;
  bool active_ = false;
};

namespace {

// Elements: a gradient begins on a cache line.
int64_t padded(int64_t elements) { return (elements + 15) / 16 * 16; }

} // namespace

Reducer::Reducer(ProcessGroup& group, std::vector<at::Tensor> parameters, int64_t numbers, int64_t bucket_bytes)
    : group_(group), numbers_(numbers), slots_(parameters.size()) {
  TORCH_CHECK(!parameters.empty(), "there is no parameter whose gradient could be added up");
  for (size_t i = 0; i < slots_.size(); ++i) {
    slots_[i].parameter = parameters[parameters.size() - 1 - i];
    TORCH_CHECK(slots_[i].parameter.is_leaf() && slots_[i].parameter.requires_grad(), "parameter ", parameters.size() - 1 - i, " is no leaf that needs a gradient");
  }
  at::NoGradGuard no_gradient;
  lay_out(bucket_bytes);
  for (auto& slot : slots_) listen(slot);
}

Reducer::~Reducer() {
  for (auto& slot : slots_) slot.accumulator->del_post_hook(slot.hook);
}

// A bucket ends when it is full, or when the next parameter is of another kind.
void Reducer::lay_out(int64_t bucket_bytes) {
  int64_t bytes = 0;
  for (size_t i = 0; i < slots_.size(); ++i) {
    const auto& parameter = slots_[i].parameter;
    const bool same = i > 0 && parameter.options().type_equal(slots_[i - 1].parameter.options()) && parameter.device() == slots_[i - 1].parameter.device();
    if (!same || bytes >= bucket_bytes) {
      buckets_.push_back({{}, i, i});
      bytes = 0;
    }
    bytes += static_cast<int64_t>(parameter.nbytes());
    buckets_.back().end = i + 1;
    slots_[i].bucket = buckets_.size() - 1;
  }
  for (auto& bucket : buckets_) allocate(bucket, &bucket == &buckets_.back() ? numbers_ + static_cast<int64_t>(slots_.size()) : 0);
}

void Reducer::allocate(Bucket& bucket, int64_t extra) {
  int64_t elements = 0;
  for (size_t i = bucket.begin; i < bucket.end; ++i) elements += padded(slots_[i].parameter.numel());
  bucket.flat = at::zeros({elements + extra}, slots_[bucket.begin].parameter.options().requires_grad(false));
  int64_t offset = 0;
  for (size_t i = bucket.begin; i < bucket.end; ++i) {
    const auto& parameter = slots_[i].parameter;
    slots_[i].view = bucket.flat.narrow(0, offset, parameter.numel()).view(parameter.sizes());
    offset += padded(parameter.numel());
  }
  if (extra == 0) return;
  extra_ = bucket.flat.narrow(0, offset, numbers_);
  flags_ = bucket.flat.narrow(0, offset + numbers_, extra - numbers_);
}

void Reducer::listen(Slot& slot) {
  using torch::autograd::variable_list;
  slot.accumulator = torch::autograd::impl::grad_accumulator(slot.parameter);
  slot.hook = slot.accumulator->add_post_hook(std::make_unique<torch::autograd::utils::LambdaPostHook>(
      [this, &slot](const variable_list& outputs, const variable_list&) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (active_) take(slot);
        return outputs;
      }));
}

void Reducer::start(const at::Tensor& numbers) {
  TORCH_CHECK(numbers.numel() == numbers_, numbers_, " numbers are added up with the gradients, got ", numbers.numel());
  at::NoGradGuard no_gradient;
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto& slot : slots_) slot.ready = false;
  for (auto& bucket : buckets_) bucket.waiting = static_cast<int64_t>(bucket.end - bucket.begin);
  extra_.copy_(numbers);
  sent_ = 0;
  active_ = true;
}

void Reducer::take(Slot& slot) {
  at::NoGradGuard no_gradient;
  auto& gradient = slot.parameter.mutable_grad();
  TORCH_CHECK(!slot.ready, "a parameter was reached twice by backward; start comes before each backward and finish after it");
  if (!gradient.is_alias_of(slot.view)) {
    slot.view.copy_(gradient);
    gradient = slot.view;
  }
  slot.ready = true;
  --buckets_[slot.bucket].waiting;
  send();
}

// Buckets leave in their order on every rank, so that the same ones meet.
void Reducer::send() {
  for (; sent_ < buckets_.size() && buckets_[sent_].waiting == 0; ++sent_) {
    if (sent_ + 1 == buckets_.size()) {
      auto flags = at::empty({static_cast<int64_t>(slots_.size())}, at::kFloat);
      for (size_t i = 0; i < slots_.size(); ++i) flags.data_ptr<float>()[i] = slots_[i].ready;
      flags_.copy_(flags);
    }
    buckets_[sent_].work = group_.begin_sum(buckets_[sent_].flat);
  }
}

bool Reducer::used(size_t index) { return slots_[index].ready || flags_[static_cast<int64_t>(index)].item<double>() > 0; }

at::Tensor Reducer::finish() {
  at::NoGradGuard no_gradient;
  std::lock_guard<std::mutex> lock(mutex_);
  TORCH_CHECK(active_, "finish comes after start");
  active_ = false;
  for (auto& slot : slots_) {
    if (slot.ready) continue;
    slot.view.zero_();
    --buckets_[slot.bucket].waiting;
  }
  send();
  for (auto& bucket : buckets_) group_.wait(*bucket.work);
  const auto numbers = extra_.clone();
  const auto weight = numbers[0];
  for (auto& bucket : buckets_) bucket.flat.div_(weight.to(bucket.flat.options()));
  for (size_t i = 0; i < slots_.size(); ++i) slots_[i].parameter.mutable_grad() = used(i) ? slots_[i].view : at::Tensor();
  return numbers;
}

} // namespace algodistill

using algodistill::ProcessGroup;
using algodistill::Reducer;

ALGODISTILL_API int ad_reducer_open(ProcessGroup* group, TensorHandle const* parameters, int32_t count, int64_t numbers, int64_t bucket_bytes,
                                    Reducer** result) {
  return guarded([&] {
    std::vector<at::Tensor> list;
    for (int32_t i = 0; i < count; ++i) list.push_back(borrow(parameters[i]));
    *result = new Reducer(*group, std::move(list), numbers, bucket_bytes);
  });
}

ALGODISTILL_API int ad_reducer_start(Reducer* reducer, TensorHandle numbers) {
  return guarded([&] { reducer->start(borrow(numbers)); });
}

ALGODISTILL_API int ad_reducer_finish(Reducer* reducer, TensorHandle* numbers) {
  return guarded([&] { *numbers = release(reducer->finish()); });
}

ALGODISTILL_API int ad_reducer_close(Reducer* reducer) {
  return guarded([&] { delete reducer; });
}
