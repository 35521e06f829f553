// y = gelu(x · expandᵀ + expand_bias) · contractᵀ + contract_bias: expand is (inner, width), contract (width, inner). What lies between the
// products is made and used block by block in the near caches; hidden (rows, inner), what goes into the gelu, is kept for the gradient.
#include "../kernels/feed_forward.h"

#include "row_parts.h"

using namespace algodistill;

namespace {

template <typename T>
FeedForwardLayer<T> layers(int64_t width, int64_t inner, const void* expand, const void* expand_bias, const void* contract,
                           const void* contract_bias) {
  return {{width, inner, static_cast<const T*>(expand), static_cast<const T*>(expand_bias)},
          {inner, width, static_cast<const T*>(contract), static_cast<const T*>(contract_bias)}};
}

// Both weights, packed by `pack`.
template <typename T> struct Packed {
  template <typename Pack>
  Packed(const FeedForwardLayer<T>& layer, const Pack& pack)
      : first(ALGODISTILL_DISPATCH(linear_packed_size, layer.expand)), second(ALGODISTILL_DISPATCH(linear_packed_size, layer.contract)) {
    pack(layer.expand, first.data());
    pack(layer.contract, second.data());
  }

  Scratch<T> first, second;
};

}  // namespace

ALGODISTILL_API int32_t algodistill_feed_forward(int32_t wide, int64_t rows, int64_t width, int64_t inner, const void* x, const void* expand,
                                                 const void* expand_bias, const void* contract, const void* contract_bias, void* hidden,
                                                 void* y) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto layer = layers<T>(width, inner, expand, expand_bias, contract, contract_bias);
    Packed<T> panels(layer, pack_forward<T>);
    parallel_rows(rows, parts(rows), [&](int64_t, int64_t begin, int64_t end) {
      Scratch<T> scratch(ALGODISTILL_DISPATCH(feed_forward_scratch, layer));
      ALGODISTILL_DISPATCH(feed_forward_forward, layer, panels.first.data(), panels.second.data(), end - begin,
                           static_cast<const T*>(x) + begin * width, static_cast<T*>(hidden) + begin * inner,
                           static_cast<T*>(y) + begin * width, scratch.data());
    });
  });
}

ALGODISTILL_API int32_t algodistill_feed_forward_backward(int32_t wide, int64_t rows, int64_t width, int64_t inner, const void* x,
                                                          const void* expand, const void* expand_bias, const void* contract,
                                                          const void* contract_bias, const void* hidden, const void* y_gradient,
                                                          void* x_gradient, void* expand_gradient, void* expand_bias_gradient,
                                                          void* contract_gradient, void* contract_bias_gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto layer = layers<T>(width, inner, expand, expand_bias, contract, contract_bias);
    Packed<T> panels(layer, pack_backward<T>);
    int64_t count = parts(rows);
    PartSums<T> expand_sums(layer.expand, count), contract_sums(layer.contract, count);
    parallel_rows(rows, count, [&](int64_t part, int64_t begin, int64_t end) {
      Scratch<T> scratch(ALGODISTILL_DISPATCH(feed_forward_scratch, layer));
      ALGODISTILL_DISPATCH(feed_forward_backward, layer, panels.first.data(), panels.second.data(), end - begin,
                           static_cast<const T*>(x) + begin * width, static_cast<const T*>(hidden) + begin * inner,
                           static_cast<const T*>(y_gradient) + begin * width, static_cast<T*>(x_gradient) + begin * width,
                           expand_sums.places[part], contract_sums.places[part], scratch.data());
    });
    expand_sums.reduce(static_cast<T*>(expand_gradient), static_cast<T*>(expand_bias_gradient));
    contract_sums.reduce(static_cast<T*>(contract_gradient), static_cast<T*>(contract_bias_gradient));
  });
}
