// algodistill::rotary_split(Tensor qkv, int heads, Tensor cosine, Tensor sine) -> (Tensor, Tensor, Tensor)
//
// Queries, keys and values of attention out of qkv (B, T, 3C), what one Linear gives: q | k | v along the last dimension, each of `heads`
// heads of size D = C / heads. The results are (B, heads, T, D); queries and keys, each dense as (B, T, heads, D), are turned by their
// position, pairing i with i + D/2, and values are a view of qkv. The tables (T, D) are float32 and hold each angle twice, for i and for
// i + D/2, where the sine of the first half is negative; the second half is what is read. CUDA only, float32 and bfloat16.
#include "kernel.h"

#include <algorithm>
#include <array>

namespace algodistill {

namespace {

constexpr const char* text = R"cuda(
// A half of a head's elements and the other half, turned; direction -1 turns back.
__device__ inline void turn(Pack<VALUE>& first, Pack<VALUE>& second, const float* cosine, const float* sine, float direction) {
  const Pack<float> cosines = load(cosine), sines = load(sine);
#pragma unroll
  for (int i = 0; i < LANES; i++) {
    const float x = widen(first.at[i]), y = widen(second.at[i]), c = cosines.at[i], s = direction * sines.at[i];
    narrow(x * c - y * s, first.at[i]);
    narrow(y * c + x * s, second.at[i]);
  }
}

// One block a token.
extern "C" __global__ void rotary_split(const VALUE* qkv, const float* cosine, const float* sine, VALUE* query, VALUE* key, int time,
                                        int heads, int size) {
  const int half = size / 2, packs = half / LANES, width = heads * size;
  const long long token = blockIdx.x, angles = static_cast<long long>(blockIdx.x % time) * size + half;
  for (int job = threadIdx.x; job < 2 * heads * packs; job += blockDim.x) {
    const int head = job / packs, place = job % packs * LANES;
    const VALUE* from = qkv + token * 3 * width + head * size + place;
    VALUE* to = (head < heads ? query : key) + token * width + head % heads * size + place;
    Pack<VALUE> first = load(from), second = load(from + half);
    turn(first, second, cosine + angles + place, sine + angles + place, 1.0f);
    store(to, first);
    store(to + half, second);
  }
}

// (B, heads, T, D); strides in elements, that of D is 1.
struct Gradient {
  const VALUE* data;
  long long batch, head, time;
};

extern "C" __global__ void rotary_split_backward(Gradient query, Gradient key, Gradient value, const float* cosine, const float* sine,
                                                 VALUE* gradient, int time, int heads, int size) {
  const int half = size / 2, packs = half / LANES;
  const long long token = blockIdx.x, batch = blockIdx.x / time, position = blockIdx.x % time, angles = position * size + half;
  for (int job = threadIdx.x; job < 3 * heads * packs; job += blockDim.x) {
    const int row = job / packs, part = row / heads, place = job % packs * LANES;
    const Gradient source = part == 0 ? query : part == 1 ? key : value;
    const VALUE* from = source.data + batch * source.batch + row % heads * source.head + position * source.time + place;
    VALUE* to = gradient + (token * 3 * heads + row) * size + place;
    Pack<VALUE> first = load(from), second = load(from + half);
    if (part < 2) turn(first, second, cosine + angles + place, sine + angles + place, -1.0f);
    store(to, first);
    store(to + half, second);
  }
}
)cuda";

// As the struct of that name in the kernel.
struct Gradient {
  const void* data;
  long long batch, head, time;
};

struct Shape {
  int64_t batch, time, heads, size;
};

void check(const Tensor& qkv, int64_t heads, const Tensor& cosine, const Tensor& sine) {
  TORCH_CHECK(qkv.dim() == 3 && cuda::has_name(qkv.scalar_type()), "rotary_split: qkv must be (batch, time, 3 * width), float32 or ",
              "bfloat16, got ", qkv.sizes(), " of ", qkv.scalar_type());
  TORCH_CHECK(heads > 0 && qkv.size(2) % (6 * heads) == 0, "rotary_split: the last dimension of qkv, ", qkv.size(2),
              ", must be a multiple of 6 * heads = ", 6 * heads);
  int64_t size = qkv.size(2) / (3 * heads);
  for (const Tensor& table : {cosine, sine})
    TORCH_CHECK(table.dim() == 2 && table.size(0) == qkv.size(1) && table.size(1) == size && table.scalar_type() == at::kFloat &&
                    table.device() == qkv.device(),
                "rotary_split: the tables must be (", qkv.size(1), ", ", size, "), float32 on the device of qkv, got ", table.sizes(),
                " of ", table.scalar_type(), " on ", table.device());
}

// Elements of a pack: what 16 bytes hold where all addresses allow it, else one.
int64_t lanes(at::ScalarType type, const Shape& shape, bool aligned) {
  int64_t most = 16 / static_cast<int64_t>(c10::elementSize(type));
  return aligned && shape.size / 2 % most == 0 ? most : 1;
}

// A block's threads, for `parts` parts of a token.
int64_t threads(const Shape& shape, int64_t parts, int64_t lanes) {
  return std::min<int64_t>(256, cuda::round_up(std::max<int64_t>(1, parts * shape.heads * (shape.size / 2 / lanes)), cuda::warp));
}

std::string definitions(at::ScalarType type, int64_t lanes) {
  return cuda::define("VALUE", cuda::name_of(type)) + cuda::define("LANES", lanes);
}

// All contiguous.
variable_list forward(const Tensor& qkv, const Shape& shape, const Tensor& cosine, const Tensor& sine) {
  const auto [batch, time, heads, size] = shape;
  Tensor query = at::empty({batch, time, heads, size}, qkv.options()), key = at::empty_like(query);
  int64_t wide = lanes(qkv.scalar_type(), shape, cuda::is_aligned(qkv) && cuda::is_aligned(cosine) && cuda::is_aligned(sine));
  cuda::launch({"rotary_split", text}, definitions(qkv.scalar_type(), wide), qkv.device(), qkv.numel() > 0 ? batch * time : 0,
               threads(shape, 2, wide), qkv.data_ptr(), cosine.data_ptr(), sine.data_ptr(), query.data_ptr(), key.data_ptr(),
               static_cast<int>(time), static_cast<int>(heads), static_cast<int>(size));
  Tensor value = qkv.view({batch, time, 3, heads, size}).select(2, 2);
  return {query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)};
}

bool in_steps(const Tensor& tensor, int64_t step) {
  return cuda::is_aligned(tensor) && tensor.stride(0) % step == 0 && tensor.stride(1) % step == 0 && tensor.stride(2) % step == 0;
}

Tensor backward(const variable_list& gradients, const Shape& shape, const Tensor& cosine, const Tensor& sine) {
  const auto [batch, time, heads, size] = shape;
  const at::ScalarType type = gradients[0].scalar_type();
  std::array<Tensor, 3> rows;
  std::array<Gradient, 3> places;
  bool aligned = cuda::is_aligned(cosine) && cuda::is_aligned(sine);
  for (size_t part = 0; part < 3; part++) {
    const Tensor& given = gradients[part];
    rows[part] = given.stride(3) == 1 ? given : given.contiguous();
    places[part] = {rows[part].data_ptr(), rows[part].stride(0), rows[part].stride(1), rows[part].stride(2)};
    aligned = aligned && in_steps(rows[part], 16 / static_cast<int64_t>(c10::elementSize(type)));
  }
  Tensor result = at::empty({batch, time, 3 * heads * size}, gradients[0].options());
  int64_t wide = lanes(type, shape, aligned);
  cuda::launch({"rotary_split_backward", text}, definitions(type, wide), result.device(), result.numel() > 0 ? batch * time : 0,
               threads(shape, 3, wide), places[0], places[1], places[2], cosine.data_ptr(), sine.data_ptr(), result.data_ptr(),
               static_cast<int>(time), static_cast<int>(heads), static_cast<int>(size));
  return result;
}

Shape shape_of(const Tensor& qkv, int64_t heads) { return {qkv.size(0), qkv.size(1), heads, qkv.size(2) / (3 * heads)}; }

struct RotarySplit : torch::autograd::Function<RotarySplit> {
  static variable_list forward(AutogradContext* context, const Tensor& qkv, int64_t heads, const Tensor& cosine, const Tensor& sine) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor cosines = cosine.contiguous(), sines = sine.contiguous();
    context->save_for_backward({cosines, sines});
    return algodistill::forward(qkv.contiguous(), shape_of(qkv, heads), cosines, sines);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    const Tensor& query = gradients[0];  // (B, heads, T, D)
    Shape shape{query.size(0), query.size(2), query.size(1), query.size(3)};
    return {algodistill::backward(gradients, shape, saved[0], saved[1]), Tensor(), Tensor(), Tensor()};
  }
};

using Result = std::tuple<Tensor, Tensor, Tensor>;

Result rotary_split(const Tensor& qkv, int64_t heads, const Tensor& cosine, const Tensor& sine) {
  check(qkv, heads, cosine, sine);
  auto parts = forward(qkv.contiguous(), shape_of(qkv, heads), cosine.contiguous(), sine.contiguous());
  return {parts[0], parts[1], parts[2]};
}

Result rotary_split_autograd(const Tensor& qkv, int64_t heads, const Tensor& cosine, const Tensor& sine) {
  check(qkv, heads, cosine, sine);
  auto parts = RotarySplit::apply(qkv, heads, cosine, sine);
  return {parts[0], parts[1], parts[2]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def("rotary_split(Tensor qkv, int heads, Tensor cosine, Tensor sine) -> (Tensor, Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(algodistill, CUDA, library) { library.impl("rotary_split", rotary_split); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCUDA, library) { library.impl("rotary_split", rotary_split_autograd); }

}  // namespace algodistill
