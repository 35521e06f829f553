// algodistill::embedding_sum(Tensor[] tables, Tensor indices) -> Tensor
//
// tables: one (K_f, C) per field, indices int64 (N, F); the result (N, C) is the sum of each row's embeddings, a negative index adding
// nothing. The gradient adds up each table row's contributions in the order of the rows, so it does not depend on the threads.
#include "../kernels/embedding_sum.h"

#include "ops.h"

#include <vector>

namespace algodistill {

namespace {

void check(at::TensorList tables, const Tensor& indices) {
  TORCH_CHECK(!tables.empty() && indices.dim() == 2 && indices.size(1) == static_cast<int64_t>(tables.size()) &&
                  indices.scalar_type() == at::kLong,
              "embedding_sum: indices must be int64 (rows, fields) with one field per table, of which there are ", tables.size(), ", got ",
              indices.sizes(), " of ", indices.dtype());
  for (const Tensor& table : tables)
    TORCH_CHECK(table.dim() == 2 && table.size(1) == tables[0].size(1) && table.scalar_type() == tables[0].scalar_type(),
                "embedding_sum: every table must be (entries, width) of one width and type, got ", table.sizes(), " of ", table.dtype(),
                " beside ", tables[0].sizes(), " of ", tables[0].dtype());
}

void check_indices(at::TensorList tables, const Tensor& indices) {
  if (indices.size(0) == 0) return;
  Tensor largest = std::get<0>(indices.max(0));
  for (size_t field = 0; field < tables.size(); field++) {
    int64_t index = largest[field].item<int64_t>();
    TORCH_CHECK_INDEX(index < tables[field].size(0), "embedding_sum: index ", index, " of field ", field, " is outside its table of ",
                      tables[field].size(0), " entries");
  }
}

// The rows of each table entry: order[starts[e]] … order[starts[e + 1]], ascending (a counting sort).
struct Groups {
  std::vector<int64_t> starts, order;

  Groups(const int64_t* indices, int64_t rows, int64_t fields, int64_t field, int64_t entries) : starts(entries + 1), order(rows) {
    for (int64_t row = 0; row < rows; row++)
      if (int64_t entry = indices[row * fields + field]; entry >= 0) starts[entry + 1]++;
    for (int64_t entry = 0; entry < entries; entry++) starts[entry + 1] += starts[entry];
    std::vector<int64_t> next(starts.begin(), starts.end() - 1);
    for (int64_t row = 0; row < rows; row++)
      if (int64_t entry = indices[row * fields + field]; entry >= 0) order[next[entry]++] = row;
  }
};

Tensor forward(const std::vector<Tensor>& tables, const Tensor& indices) {
  check_indices(tables, indices);
  int64_t rows = indices.size(0), fields = indices.size(1), columns = tables[0].size(1);
  Tensor output = at::empty({rows, columns}, tables[0].options());
  AT_DISPATCH_FLOATING_TYPES(output.scalar_type(), "embedding_sum", [&] {
    std::vector<const scalar_t*> data;
    for (const Tensor& table : tables) data.push_back(table.data_ptr<scalar_t>());
    parallel_chunks(rows, [&](int64_t, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(embedding_sum, columns, data.data(), fields, indices.data_ptr<int64_t>() + begin * fields, end - begin,
                           output.data_ptr<scalar_t>() + begin * columns);
    });
  });
  return output;
}

Tensor table_gradient(const Tensor& indices, const Tensor& gradient, int64_t field, int64_t entries) {
  int64_t columns = gradient.size(1);
  Tensor result = at::empty({entries, columns}, gradient.options());
  Groups groups(indices.data_ptr<int64_t>(), indices.size(0), indices.size(1), field, entries);
  AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "embedding_sum_backward", [&] {
    at::parallel_for(0, entries, 1, [&](int64_t begin, int64_t end) {
      for (int64_t entry = begin; entry < end; entry++)
        ALGODISTILL_DISPATCH(sum_rows, columns, gradient.data_ptr<scalar_t>(), groups.order.data() + groups.starts[entry],
                             groups.starts[entry + 1] - groups.starts[entry], result.data_ptr<scalar_t>() + entry * columns);
    });
  });
  return result;
}

std::vector<Tensor> contiguous(at::TensorList tables) {
  std::vector<Tensor> result;
  for (const Tensor& table : tables) result.push_back(table.contiguous());
  return result;
}

struct EmbeddingSum : torch::autograd::Function<EmbeddingSum> {
  static Tensor forward(AutogradContext* context, at::TensorList tables, const Tensor& indices) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor places = indices.contiguous();
    context->save_for_backward({places});
    std::vector<int64_t> entries;
    for (const Tensor& table : tables) entries.push_back(table.size(0));
    context->saved_data["entries"] = entries;
    return algodistill::forward(contiguous(tables), places);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    Tensor indices = context->get_saved_variables()[0], gradient = gradients[0].contiguous();
    variable_list results;
    for (int64_t entries : context->saved_data["entries"].toIntVector())
      results.push_back(table_gradient(indices, gradient, results.size(), entries));
    results.push_back(Tensor());
    return results;
  }
};

Tensor composition(at::TensorList tables, const Tensor& indices) {
  check(tables, indices);
  Tensor sum;
  for (size_t field = 0; field < tables.size(); field++) {
    Tensor index = indices.select(1, field);
    Tensor rows = tables[field].index_select(0, index.clamp_min(0)).masked_fill((index < 0).unsqueeze(1), 0);
    sum = sum.defined() ? sum + rows : rows;
  }
  return sum;
}

Tensor embedding_sum(at::TensorList tables, const Tensor& indices) {
  if (tables.empty() || !has_kernel(tables[0])) return composition(tables, indices);
  check(tables, indices);
  return forward(contiguous(tables), indices.contiguous());
}

Tensor embedding_sum_autograd(at::TensorList tables, const Tensor& indices) {
  if (tables.empty() || !has_kernel(tables[0])) return composition(tables, indices);
  check(tables, indices);
  return EmbeddingSum::apply(tables, indices);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) { library.def("embedding_sum(Tensor[] tables, Tensor indices) -> Tensor"); }
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("embedding_sum", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("embedding_sum", embedding_sum); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("embedding_sum", embedding_sum_autograd); }

}  // namespace algodistill
