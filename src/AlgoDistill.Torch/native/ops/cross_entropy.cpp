// algodistill::cross_entropy(Tensor logits, Tensor targets, Tensor? weights=None, float label_smoothing=0) -> Tensor
//
// logits (N, K), targets int64 (N), weights (N) or none: Σ w_n loss_n / Σ w_n with PyTorch's label smoothing, a scalar. A row of weight 0
// may have any target. Without any weight the mean is 0 / 0, NaN, as in PyTorch.
#include "../kernels/cross_entropy.h"

#include "ops.h"

#include <numeric>
#include <tuple>
#include <vector>

namespace algodistill {

namespace {

void check(const Tensor& logits, const Tensor& targets, const OptionalTensor& weights, double label_smoothing) {
  TORCH_CHECK(logits.dim() == 2 && logits.size(1) > 0, "cross_entropy: logits must be (rows, classes), got ", logits.sizes());
  TORCH_CHECK(targets.dim() == 1 && targets.size(0) == logits.size(0) && targets.scalar_type() == at::kLong, "cross_entropy: targets must be ",
              logits.size(0), " int64 numbers, got ", targets.sizes(), " of ", targets.dtype());
  TORCH_CHECK(!present(weights) || (weights->dim() == 1 && weights->size(0) == logits.size(0)),
              "cross_entropy: weights must be ", logits.size(0), " numbers, got ", present(weights) ? weights->sizes() : at::IntArrayRef());
  TORCH_CHECK(label_smoothing >= 0 && label_smoothing <= 1, "cross_entropy: label_smoothing must be in [0, 1], got ", label_smoothing);
}

Tensor weights_like(const Tensor& logits, const OptionalTensor& weights) {
  return present(weights) ? weights->to(logits.scalar_type()).contiguous() : Tensor();
}

template <typename T>
CrossEntropyInput<T> input(const Tensor& logits, const Tensor& targets, const Tensor& weights, double label_smoothing) {
  return {logits.size(1), logits.data_ptr<T>(), targets.data_ptr<int64_t>(), weights.defined() ? weights.data_ptr<T>() : nullptr,
          label_smoothing};
}

void check_targets(const Tensor& logits, const Tensor& targets, const Tensor& weights) {
  Tensor wrong = (targets < 0).logical_or(targets >= logits.size(1));
  if (weights.defined()) wrong = wrong.logical_and(weights != 0);
  if (!wrong.any().item<bool>()) return;
  int64_t row = wrong.nonzero()[0][0].item<int64_t>();
  TORCH_CHECK_INDEX(false, "cross_entropy: target ", targets[row].item<int64_t>(), " of row ", row, " is not in [0, ", logits.size(1), ")");
}

struct Result {
  Tensor loss, log_sums;
  double total_weight;
};

Result forward(const Tensor& logits, const Tensor& targets, const Tensor& weights, double label_smoothing) {
  int64_t rows = logits.size(0);
  check_targets(logits, targets, weights);
  std::vector<double> losses(chunks(rows));
  Tensor log_sums = at::empty({rows}, logits.options());
  AT_DISPATCH_FLOATING_TYPES(logits.scalar_type(), "cross_entropy", [&] {
    auto in = input<scalar_t>(logits, targets, weights, label_smoothing);
    parallel_chunks(rows, [&](int64_t chunk, int64_t begin, int64_t end) {
      losses[chunk] = ALGODISTILL_DISPATCH(cross_entropy_forward, in, log_sums.data_ptr<scalar_t>(), begin, end);
    });
  });
  double total = weights.defined() ? weights.sum(at::kDouble).item<double>() : static_cast<double>(rows);
  double loss = std::accumulate(losses.begin(), losses.end(), 0.0) / total;
  return {at::scalar_tensor(loss, logits.options()), log_sums, total};
}

struct CrossEntropy : torch::autograd::Function<CrossEntropy> {
  static Tensor forward(AutogradContext* context, const Tensor& logits, const Tensor& targets, const OptionalTensor& weights,
                        double label_smoothing) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor x = logits.contiguous(), classes = targets.contiguous(), shares = weights_like(logits, weights);
    Result result = algodistill::forward(x, classes, shares, label_smoothing);
    context->save_for_backward({x, classes, shares, result.log_sums});
    context->saved_data["total_weight"] = result.total_weight;
    context->saved_data["label_smoothing"] = label_smoothing;
    return result.loss;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    const Tensor& logits = saved[0];
    Tensor gradient = at::empty_like(logits);
    double scale = gradients[0].item<double>() / context->saved_data["total_weight"].toDouble();
    AT_DISPATCH_FLOATING_TYPES(logits.scalar_type(), "cross_entropy_backward", [&] {
      auto in = input<scalar_t>(logits, saved[1], saved[2], context->saved_data["label_smoothing"].toDouble());
      parallel_chunks(logits.size(0), [&](int64_t, int64_t begin, int64_t end) {
        ALGODISTILL_DISPATCH(cross_entropy_backward, in, saved[3].data_ptr<scalar_t>(), scale, gradient.data_ptr<scalar_t>(), begin, end);
      });
    });
    return {gradient, Tensor(), Tensor(), Tensor()};
  }
};

Tensor composition(const Tensor& logits, const Tensor& targets, const OptionalTensor& weights, double label_smoothing) {
  check(logits, targets, weights, label_smoothing);
  Tensor logarithms = at::log_softmax(logits, -1), places = targets.clamp(0, logits.size(1) - 1).unsqueeze(1);
  Tensor losses = -logarithms.gather(1, places).squeeze(1) * (1 - label_smoothing) - logarithms.mean(1) * label_smoothing;
  Tensor share = weights_like(logits, weights);
  return share.defined() ? (losses * share).sum() / share.sum() : losses.mean();
}

Tensor cross_entropy(const Tensor& logits, const Tensor& targets, const OptionalTensor& weights, double label_smoothing) {
  if (!has_kernel(logits)) return composition(logits, targets, weights, label_smoothing);
  check(logits, targets, weights, label_smoothing);
  return forward(logits.contiguous(), targets.contiguous(), weights_like(logits, weights), label_smoothing).loss;
}

Tensor cross_entropy_autograd(const Tensor& logits, const Tensor& targets, const OptionalTensor& weights, double label_smoothing) {
  if (!has_kernel(logits)) return composition(logits, targets, weights, label_smoothing);
  check(logits, targets, weights, label_smoothing);
  return CrossEntropy::apply(logits, targets, weights, label_smoothing);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def("cross_entropy(Tensor logits, Tensor targets, Tensor? weights=None, float label_smoothing=0) -> Tensor");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("cross_entropy", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("cross_entropy", cross_entropy); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("cross_entropy", cross_entropy_autograd); }

}  // namespace algodistill
