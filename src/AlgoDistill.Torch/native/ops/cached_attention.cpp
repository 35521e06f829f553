// algodistill::cached_attention(Tensor qkv, Tensor(a!) keys, Tensor(b!) values, Tensor positions, int heads, float rotary_base=0) -> Tensor
//
// One decoding step of S streams that need not be in step with each other. qkv (S, 3C) is the Linear's q | k | v of one new token per
// stream, positions (S), int64, how many tokens the stream has seen before it; the result is (S, C). Each stream has a ring of the last
// W keys and values, written here at slot position mod W: values (S, heads, W, size), and keys (S, heads, ⌈W / 16⌉, size, 16), slot w in
// block w / 16 and column w mod 16, zeros behind the last slot. Equals causal_self_attention with window W at that position; a stream starts anew when its position is set to 0. No gradient.
#include "../kernels/cached_attention.h"

#include "ops.h"
#include "rotary.h"

#include <cmath>
#include <limits>
#include <vector>

namespace algodistill {

namespace {

struct Sizes {
  int64_t streams, heads, size, window;
};

Sizes check(const Tensor& qkv, const Tensor& keys, const Tensor& values, const Tensor& positions, int64_t heads, double rotary_base) {
  TORCH_CHECK(qkv.dim() == 2 && heads > 0 && qkv.size(1) % (3 * heads) == 0,
              "cached_attention: qkv must be (streams, 3 * width) with the width a multiple of ", heads, " heads, got ", qkv.sizes());
  int64_t streams = qkv.size(0), size = qkv.size(1) / (3 * heads), window = values.dim() == 4 ? values.size(2) : 0;
  TORCH_CHECK(window > 0 && values.sizes() == at::IntArrayRef({streams, heads, window, size}) && values.is_contiguous(),
              "cached_attention: values must be contiguous (streams, heads, window, size) = (", streams, ", ", heads, ", W, ", size,
              "), got ", values.sizes());
  int64_t blocks = key_blocks(window);
  TORCH_CHECK(keys.sizes() == at::IntArrayRef({streams, heads, blocks, size, key_block}) && keys.is_contiguous(),
              "cached_attention: keys must be contiguous (streams, heads, blocks, size, ", key_block, ") = (", streams, ", ", heads, ", ",
              blocks, ", ", size, ", ", key_block, "), got ", keys.sizes());
  TORCH_CHECK(positions.dim() == 1 && positions.size(0) == streams && positions.scalar_type() == at::kLong,
              "cached_attention: positions must be ", streams, " int64 numbers, got ", positions.sizes(), " of ", positions.dtype());
  TORCH_CHECK(rotary_base == 0 || (rotary_base > 1 && size % 2 == 0),
              "cached_attention: rotary_base must be 0 or above 1 with an even head size, got ", rotary_base, " and size ", size);
  return {streams, heads, size, window};
}

Tensor cached_attention_cpu(const Tensor& qkv, Tensor keys, Tensor values, const Tensor& positions, const Sizes& sizes,
                            double rotary_base) {
  TORCH_CHECK(keys.scalar_type() == qkv.scalar_type() && values.scalar_type() == qkv.scalar_type(),
              "cached_attention: qkv, keys and values must have one type, got ", qkv.dtype(), ", ", keys.dtype(), ", ", values.dtype());
  TORCH_CHECK(sizes.streams == 0 || positions.min().item<int64_t>() >= 0, "cached_attention: positions must not be negative");
  Tensor input = qkv.contiguous(), places = positions.contiguous();
  Tensor output = at::empty({sizes.streams, sizes.heads * sizes.size}, qkv.options());
  std::vector<double> frequencies;
  for (int64_t i = 0; rotary_base > 0 && i < sizes.size / 2; i++) frequencies.push_back(std::pow(rotary_base, -2.0 * i / sizes.size));
  AT_DISPATCH_FLOATING_TYPES(qkv.scalar_type(), "cached_attention", [&] {
    CachedAttentionStep<scalar_t> step{sizes.streams, sizes.heads, sizes.size, sizes.window, input.data_ptr<scalar_t>(),
                                       keys.data_ptr<scalar_t>(), values.data_ptr<scalar_t>(), places.data_ptr<int64_t>(),
                                       frequencies.empty() ? nullptr : frequencies.data(), output.data_ptr<scalar_t>()};
    int64_t scratch = ALGODISTILL_DISPATCH(cached_attention_scratch, step);
    int64_t grain = std::max<int64_t>(1, at::internal::GRAIN_SIZE / (sizes.window * sizes.size));
    at::parallel_for(0, sizes.streams * sizes.heads, grain, [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(cached_attention, step, begin, end, Scratch<scalar_t>(scratch).data());
    });
  });
  return output;
}

// x (S, heads, size) turned by each stream's position.
Tensor rotate_at(const Tensor& x, const Tensor& positions, double base) {
  int64_t half = x.size(2) / 2;
  Tensor frequency = at::pow(base, at::arange(half, positions.options().dtype(at::kDouble)) * (-2.0 / x.size(2)));
  Tensor angle = (positions.unsqueeze(1) * frequency).unsqueeze(1);
  return rotate(x, at::stack({angle.cos(), angle.sin()}).to(x.scalar_type()));
}

Tensor composition(const Tensor& qkv, Tensor keys, Tensor values, const Tensor& positions, const Sizes& sizes,
                   double rotary_base) {
  auto parts = qkv.view({sizes.streams, 3, sizes.heads, sizes.size}).unbind(1);
  Tensor query = parts[0], key = parts[1];
  if (rotary_base > 0) {
    query = rotate_at(query, positions, rotary_base);
    key = rotate_at(key, positions, rotary_base);
  }
  Tensor slot = positions.remainder(sizes.window), block = slot.div(key_block, "floor"), column = slot.remainder(key_block);
  Tensor streams = at::arange(sizes.streams, positions.options());
  using at::indexing::Slice;
  keys.index_put_({streams, Slice(), block, Slice(), column}, key);
  values.index_put_({streams, Slice(), slot}, parts[2]);
  // (S, heads, 1, 1, size) times (S, heads, blocks, size, 16)
  Tensor scores = at::matmul(query.unsqueeze(2).unsqueeze(2), keys).view({sizes.streams, sizes.heads, 1, -1}).narrow(3, 0, sizes.window);
  scores = scores / std::sqrt(static_cast<double>(sizes.size));
  Tensor slots = at::arange(sizes.window, positions.options());
  Tensor empty = (slots > positions.unsqueeze(1)).view({sizes.streams, 1, 1, sizes.window});
  scores = scores.masked_fill(empty, -std::numeric_limits<double>::infinity());
  return at::matmul(at::softmax(scores, -1), values).view({sizes.streams, sizes.heads * sizes.size});
}

Tensor cached_attention(const Tensor& qkv, Tensor keys, Tensor values, const Tensor& positions, int64_t heads, double rotary_base) {
  Sizes sizes = check(qkv, keys, values, positions, heads, rotary_base);
  auto kernel = has_kernel(qkv) ? cached_attention_cpu : composition;
  return kernel(qkv, keys, values, positions, sizes, rotary_base);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def(
      "cached_attention(Tensor qkv, Tensor(a!) keys, Tensor(b!) values, Tensor positions, int heads, float rotary_base=0) -> Tensor");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeExplicitAutograd, library) { library.impl("cached_attention", cached_attention); }

}  // namespace algodistill
