// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network comes in; an ONNX model goes out that other programs run: each activation as the operators of
// its formula. Written by the text of ONNX, IR version 8, operator set 17.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <map>
#include <numbers>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/expr/operation.hpp>
#include <ogive/nn/file.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/protobuf.hpp>
#include <ogive/program/program.hpp>

namespace ogive::nn {

struct onnx_options {
  double scale = 1, shift = 0;  ///< the network sees scale · x + shift, as `labelled_rows` has them
  std::string name = "network";
};

namespace detail {

/// A graph under construction. Values are known by their names.
class onnx_graph {
 public:
  /// One operator; returns the name of its result.
  std::string node(const char* op, std::initializer_list<std::string_view> inputs) {
    return node(op, std::vector<std::string_view>(inputs), nullptr, 0);
  }

  /// The same with an attribute that is a whole number.
  std::string node(const char* op, std::vector<std::string_view> inputs, const char* attribute, std::int64_t value,
                   std::string result = {}) {
    constexpr std::int64_t type_of_numbers = 2;
    if (result.empty()) result = name_of_next(op);
    protobuf_message message;
    for (const std::string_view input : inputs) message.bytes(1, input);
    message.bytes(2, result).bytes(3, "make_" + result).bytes(4, op);
    if (attribute != nullptr)
      message.message(5, protobuf_message().bytes(1, attribute).number(3, value).number(20, type_of_numbers));
    graph_.message(1, message);
    return result;
  }

  /// A tensor of floats that is part of the model.
  template <class Element>
  std::string tensor(const std::string& name, std::initializer_list<std::size_t> shape, const Element& element) {
    protobuf_message message;
    std::size_t count = 1;
    for (const std::size_t size : shape) {
      message.number(1, static_cast<std::int64_t>(size));
      count *= size;
    }
    std::string raw(count * sizeof(float), '\0');
    for (std::size_t k = 0; k != count; ++k) {
      const float value = static_cast<float>(element(k));
      std::memcpy(raw.data() + k * sizeof(float), &value, sizeof(float));
    }
    initializers_.push_back(message.number(2, float_type).bytes(8, name).bytes(9, raw));
    return name;
  }

  /// A single number; equal ones stand once.
  std::string number(double value) {
    const auto known = numbers_.find(value);
    if (known != numbers_.end()) return known->second;
    const std::string name = "number_" + std::to_string(numbers_.size());
    return numbers_[value] = tensor(name, {}, [value](std::size_t) { return value; });
  }

  [[nodiscard]] protobuf_message finished(const std::string& name, std::size_t inputs, const std::string& output,
                                          std::size_t outputs) const {
    protobuf_message graph = graph_;
    graph.bytes(2, name);
    for (const protobuf_message& each : initializers_) graph.message(5, each);
    return graph.message(11, rows_of("x", inputs)).message(12, rows_of(output, outputs));
  }

 private:
  static constexpr std::int64_t float_type = 1;

  std::string name_of_next(std::string_view op) { return std::string(op) + "_" + std::to_string(next_++); }

  /// A value with any number of rows.
  static protobuf_message rows_of(const std::string& name, std::size_t columns) {
    protobuf_message shape, tensor;
    shape.message(1, protobuf_message().bytes(2, "rows"));
    shape.message(1, protobuf_message().number(1, static_cast<std::int64_t>(columns)));
    tensor.number(1, float_type).message(2, shape);
    return protobuf_message().bytes(1, name).message(2, protobuf_message().message(1, tensor));
  }

  protobuf_message graph_{};
  std::vector<protobuf_message> initializers_{};
  std::map<double, std::string> numbers_{};
  std::size_t next_ = 0;
};

/// The operators of a formula: `steps` on the value `z`. ONNX has no expm1, log1p, erfc, pdf and cdf: they are written
/// with what it has, expm1 and log1p without loss near 0.
class onnx_formula {
 public:
  onnx_formula(onnx_graph& graph, std::span<const instruction> steps, std::string z,
               std::vector<std::string> parameters)
      : graph_(graph), steps_(steps), z_(std::move(z)), parameters_(std::move(parameters)) {}

  std::string result(std::size_t at) {
    for (std::size_t k = 0; k <= at; ++k) values_.push_back(value_of(steps_[k]));
    return values_[at];
  }

 private:
  using text = const std::string&;

  std::string value_of(const instruction& i) {
    const auto argument = [&](int k) -> text {
      static const std::string none;
      return k < arity(i.op) ? values_[static_cast<std::size_t>(i.arguments[k])] : none;
    };
    text a = argument(0);
    text b = argument(1);
    const auto one = [&](const char* op) { return graph_.node(op, {a}); };
    const auto two = [&](const char* op) { return graph_.node(op, {a, b}); };
    switch (i.op) {
      case operation::number: return graph_.number(i.value);
      case operation::input: return z_;
      case operation::parameter: return parameters_[static_cast<std::size_t>(i.arguments[0])];
      case operation::add: return two("Add");
      case operation::subtract: return two("Sub");
      case operation::multiply:
      case operation::attenuate: return two("Mul");
      case operation::divide: return two("Div");
      case operation::negate: return one("Neg");
      case operation::exp: return one("Exp");
      case operation::log: return one("Log");
      case operation::sqrt: return one("Sqrt");
      case operation::abs: return one("Abs");
      case operation::sign: return one("Sign");
      case operation::tanh: return one("Tanh");
      case operation::sigmoid: return one("Sigmoid");
      case operation::softplus: return one("Softplus");
      case operation::erf: return one("Erf");
      case operation::sin: return one("Sin");
      case operation::cos: return one("Cos");
      case operation::atan: return one("Atan");
      case operation::asinh: return one("Asinh");
      case operation::floor: return one("Floor");
      case operation::pow: return two("Pow");
      case operation::max: return two("Max");
      case operation::min: return two("Min");
      case operation::with_gradient: return a;
      case operation::where_less: return graph_.node("Where", {two("Less"), argument(2), argument(3)});
      case operation::where_less_equal: return graph_.node("Where", {two("LessOrEqual"), argument(2), argument(3)});
      case operation::expm1: return expm1(a);
      case operation::log1p: return log1p(a);
      case operation::sech2: return sech2(a);
      case operation::erfc: return graph_.node("Sub", {graph_.number(1), graph_.node("Erf", {a})});
      case operation::pdf:
        return times(1 / std::numbers::sqrt2 * std::numbers::inv_sqrtpi, graph_.node("Exp", {halved_square(a)}));
      case operation::cdf:
        return times(0.5,
                     graph_.node("Add", {graph_.number(1), graph_.node("Erf", {times(1 / std::numbers::sqrt2, a)})}));
      default:
        ogive::detail::fail(
            "ogive::nn::onnx_of: ONNX has no operator for step %d of a formula; export another activation",
            static_cast<int>(i.op));
    }
  }

  std::string times(double factor, text u) { return graph_.node("Mul", {graph_.number(factor), u}); }
  std::string halved_square(text u) { return times(-0.5, graph_.node("Mul", {u, u})); }

  /// tanh(u/2)·(eᵘ + 1)
  std::string expm1(text u) {
    const std::string above = graph_.node("Add", {graph_.node("Exp", {u}), graph_.number(1)});
    return graph_.node("Mul", {graph_.node("Tanh", {times(0.5, u)}), above});
  }

  /// 2·atanh(u/(u + 2)) up to 1, beyond it log(1 + u)
  std::string log1p(text u) {
    const std::string ratio = graph_.node("Div", {u, graph_.node("Add", {u, graph_.number(2)})});
    const std::string near = times(2, graph_.node("Atanh", {ratio}));
    const std::string far = graph_.node("Log", {graph_.node("Add", {u, graph_.number(1)})});
    return graph_.node("Where", {graph_.node("Less", {u, graph_.number(1)}), near, far});
  }

  /// 4·σ(2u)·σ(−2u)
  std::string sech2(text u) {
    const std::string left = graph_.node("Sigmoid", {times(2, u)}), right = graph_.node("Sigmoid", {times(-2, u)});
    return times(4, graph_.node("Mul", {left, right}));
  }

  onnx_graph& graph_;
  std::span<const instruction> steps_;
  std::string z_;
  std::vector<std::string> parameters_;
  std::vector<std::string> values_{};
};

}  // namespace detail

/// The bytes of an ONNX model: input `x`, rows of numbers; output `probabilities`, softmax of the last layer. All
/// numbers are floats. Each layer's formula is in the metadata too.
///
/// Between: Gemm for each layer, then the operators of its activation. NaN and infinity as ONNX's operators treat them;
/// the far tails of erfc and of the normal distribution have an absolute error of 1e-7, for ONNX lacks erfc.
template <class Layers>
std::string onnx_of(const network<Layers>& net, const onnx_options& options = {}) {
  detail::onnx_graph graph;
  detail::protobuf_message model;
  std::string value = "x";
  if (options.scale != 1) value = graph.node("Mul", {value, graph.number(options.scale)});
  if (options.shift != 0) value = graph.node("Add", {value, graph.number(options.shift)});
  std::vector<std::pair<std::string, std::string>> formulas;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    const auto& layer = net.layer(i);
    const std::string number = std::to_string(i);
    const std::size_t out = layer.outputs();
    const std::string weight = graph.tensor(number + ".weight", {layer.inputs(), out},
                                            [&](std::size_t k) { return layer.weight(k / out, k % out); });
    const std::string bias = graph.tensor(number + ".bias", {out}, [&](std::size_t k) { return layer.bias(0, k); });
    value = graph.node("Gemm", {value, weight, bias});
    std::vector<std::string> parameters;
    for (std::size_t p = 0; p != layer.parameters.rows(); ++p) {
      std::string name = "act." + number + ".";
      name.append(layer.function.parameter_names[p]);
      const auto element = [&](std::size_t k) { return layer.parameters(p, k); };
      parameters.push_back(layer.is_by_channel() ? graph.tensor(name, {out}, element)
                                                 : graph.tensor(name, {}, element));
    }
    value = detail::onnx_formula(graph, layer.function.steps, value, parameters).result(layer.function.result);
    formulas.emplace_back("act." + number + ".formula", layer.function.formula);
  }
  const std::string output = graph.node("Softmax", {value}, "axis", -1, "probabilities");
  model.number(1, 8).bytes(2, "ogive");
  model.message(7, graph.finished(options.name, net.inputs(), output, net.outputs()));
  model.message(8, detail::protobuf_message().bytes(1, "").number(2, 17));
  for (const auto& [key, text] : formulas) model.message(14, detail::protobuf_message().bytes(1, key).bytes(2, text));
  return model.written();
}

/// Writes it. Errors: those of `replace_file`.
template <class Layers>
void write_onnx(const std::string& file, const network<Layers>& net, const onnx_options& options = {}) {
  replace_file(file, onnx_of(net, options));
}

}  // namespace ogive::nn
