// Any operator of the dispatcher, found by name and called boxed.
#include "api.h"

#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <vector>

using c10::IValue;
using c10::TypeKind;

namespace {

// What an argument's type asks of a value: its own kind, and its element's when it is a list.
struct Parameter {
  TypeKind kind;
  TypeKind element;
  algodistill::optional<IValue> fallback;
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
};

c10::TypePtr without_optional(const c10::TypePtr& type) {
  if (type->kind() == TypeKind::OptionalType) return without_optional(type->containedType(0));
  return type;
}

Parameter describe(const c10::Argument& argument) {
  const auto type = without_optional(argument.type());
  const auto kind = type->kind();
  const bool optional_item = kind == TypeKind::ListType && type->containedType(0)->kind() == TypeKind::OptionalType;
  const auto element = kind != TypeKind::ListType ? kind
      : optional_item ? TypeKind::OptionalType : type->containedType(0)->kind();
  return {kind, element, argument.default_value()};
}

template <typename T>
c10::List<T> list(const Value& value) {
  const auto* items = static_cast<const T*>(value.pointer);
  c10::List<T> result;
  result.reserve(value.count);
  for (int32_t i = 0; i < value.count; ++i) result.push_back(items[i]);
  return result;
}

IValue tensors(const Value& value, bool optional_items) {
  const auto* handles = static_cast<const TensorHandle*>(value.pointer);
  if (!optional_items) {
    c10::List<at::Tensor> result;
    result.reserve(value.count);
    for (int32_t i = 0; i < value.count; ++i) result.push_back(algodistill::borrow(handles[i]));
    return result;
  }
  c10::List<algodistill::optional<at::Tensor>> result;
  result.reserve(value.count);
  for (int32_t i = 0; i < value.count; ++i)
    result.push_back(handles[i] == nullptr ? algodistill::nullopt : algodistill::optional<at::Tensor>(algodistill::borrow(handles[i])));
  return result;
}

// An integer stands for a number or for a list of one where the schema asks for those.
IValue integer(int64_t value, const Parameter& parameter) {
  if (parameter.kind == TypeKind::FloatType) return static_cast<double>(value);
  if (parameter.kind == TypeKind::BoolType) return value != 0;
  if (parameter.kind == TypeKind::ListType) return c10::List<int64_t>({value});
  return value;
}

IValue to_ivalue(const Value& value, const Parameter& parameter) {
  switch (value.tag) {
    case Tag::None: return {};
    case Tag::Tensor:
      return value.pointer == nullptr ? IValue() : IValue(algodistill::borrow(static_cast<TensorHandle>(value.pointer)));
    case Tag::Int: return integer(value.integer, parameter);
    case Tag::Double: return value.number;
    case Tag::Bool: return value.integer != 0;
    case Tag::IntList: return list<int64_t>(value);
    case Tag::DoubleList: return list<double>(value);
    case Tag::BoolList: return list<bool>(value);
    case Tag::TensorList:
    case Tag::OptionalTensorList: return tensors(value, parameter.element == TypeKind::OptionalType);
    case Tag::String: return std::string(static_cast<const char*>(value.pointer), value.count);
    case Tag::Device:
      return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
    case Tag::Generator: return *static_cast<at::Generator*>(value.pointer);
    case Tag::Default: break;
  }
  TORCH_CHECK(false, "unknown argument tag ", static_cast<int>(value.tag));
}

std::string schema_text(const Operator& op) {
  std::ostringstream text;
  text << op.handle.schema();
  return text.str();
}

// Arguments beyond the schema are allowed when they ask for nothing, so that one call serves schemas of several ages.
void push_arguments(const Operator& op, const Value* arguments, int32_t count, torch::jit::Stack& stack) {
  const auto known = static_cast<int32_t>(op.parameters.size());
  for (int32_t i = 0; i < known; ++i) {
    const auto& parameter = op.parameters[i];
    if (i < count && arguments[i].tag != Tag::Default) {
      stack.push_back(to_ivalue(arguments[i], parameter));
    } else {
      TORCH_CHECK(parameter.fallback.has_value(), "argument '", op.handle.schema().arguments()[i].name(),
                  "' has no default and was not given: ", schema_text(op));
      stack.push_back(*parameter.fallback);
    }
  }
  for (int32_t i = known; i < count; ++i)
    TORCH_CHECK(arguments[i].tag == Tag::Default || arguments[i].tag == Tag::None,
                "argument ", i, " was given, which this libtorch does not have: ", schema_text(op));
}

void* copy_block(const void* source, size_t bytes) {
  void* block = std::malloc(bytes == 0 ? 1 : bytes);
  if (bytes != 0) std::memcpy(block, source, bytes);
  return block;
}

// Lists come back in a block from malloc, which the caller frees with ad_free.
Value to_value(IValue&& source) {
  Value value{Tag::None, 0, {0}};
  if (source.isTensor()) {
    value.tag = Tag::Tensor;
    value.pointer = algodistill::release(std::move(source).toTensor());
  } else if (source.isInt()) {
    value.tag = Tag::Int;
    value.integer = source.toInt();
  } else if (source.isDouble()) {
    value.tag = Tag::Double;
    value.number = source.toDouble();
  } else if (source.isBool()) {
    value.tag = Tag::Bool;
    value.integer = source.toBool();
  } else if (source.isTensorList()) {
    std::vector<TensorHandle> handles;
    for (auto& tensor : source.toTensorVector()) handles.push_back(algodistill::release(std::move(tensor)));
    value.tag = Tag::TensorList;
    value.count = static_cast<int32_t>(handles.size());
    value.pointer = copy_block(handles.data(), handles.size() * sizeof(TensorHandle));
  } else if (source.isIntList()) {
    const auto items = source.toIntVector();
    value.tag = Tag::IntList;
    value.count = static_cast<int32_t>(items.size());
    value.pointer = copy_block(items.data(), items.size() * sizeof(int64_t));
  } else {
    TORCH_CHECK(source.isNone(), "results of type ", source.tagKind(), " are not supported");
  }
  return value;
}

} // namespace

// The operator's handle, or null when this libtorch has no such operator.
ALGODISTILL_API void* ad_operator(const char* name, const char* overload) {
  Operator* result = nullptr;
  algodistill::guarded([&] {
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) return;
    std::vector<Parameter> parameters;
    for (const auto& argument : handle->schema().arguments()) parameters.push_back(describe(argument));
    result = new Operator{*handle, std::move(parameters)};
  });
  return result;
}

// The operator's schema as text, in a block that the caller frees with ad_free.
ALGODISTILL_API char* ad_schema(const Operator* op) {
  const auto text = schema_text(*op);
  return static_cast<char*>(copy_block(text.c_str(), text.size() + 1));
}

// Calls the operator; `results` has room for `capacity` values, `returned` receives how many there are.
ALGODISTILL_API int ad_call(const Operator* op, const Value* arguments, int32_t count,
                            Value* results, int32_t capacity, int32_t* returned) {
  return algodistill::guarded([&] {
    torch::jit::Stack stack;
    stack.reserve(std::max<size_t>(op->parameters.size(), 4));
    push_arguments(*op, arguments, count, stack);
    op->handle.callBoxed(&stack);
    TORCH_CHECK(static_cast<int32_t>(stack.size()) <= capacity, "room for ", capacity, " results, but ", stack.size(),
                " were returned: ", schema_text(*op));
    *returned = static_cast<int32_t>(stack.size());
    for (size_t i = 0; i < stack.size(); ++i) results[i] = to_value(std::move(stack[i]));
  });
}

ALGODISTILL_API void ad_free(void* block) { std::free(block); }
