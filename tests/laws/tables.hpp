// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The reference tables (tests/reference) go in, rows and functions with bound parameters come out: what a table calls a
// function and a parameter is translated here into the words of the catalogue.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "catalogue/kernels.hpp"
#include "csv.hpp"
#include "laws/support.hpp"

namespace laws {

// --- files -----------------------------------------------------------------------------------------------------------

using ogive::tests::read_table;
using ogive::tests::table_row;

inline std::vector<std::string> split(const std::string& text, const std::string& at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(at, begin)) != std::string::npos; begin = end + at.size())
    parts.push_back(text.substr(begin, end - begin));
  parts.push_back(text.substr(begin));
  return parts;
}

/// The number that a cell begins with, if it does.
inline std::optional<double> leading_number(const std::string& cell) {
  char* end = nullptr;
  const double value = std::strtod(cell.c_str(), &end);
  return end == cell.c_str() ? std::nullopt : std::optional(value);
}

/// The same for a cell that must have one; below the smallest double it is 0.
inline double number_in(const std::string& cell) {
  const std::optional<double> value = leading_number(cell);
  INFO("no number in \"" << cell << "\"");
  REQUIRE(value.has_value());
  return *value;
}

// --- names -----------------------------------------------------------------------------------------------------------

using bindings = std::vector<std::pair<std::string, double>>;

/// What the tables call otherwise than the catalogue.
inline std::string catalogue_name(const std::string& name, const std::string& params) {
  if (name == "hardsigmoid") return params.starts_with("slope=0.2") ? "hard_sigmoid_onnx" : "hard_sigmoid";
  static const std::map<std::string, std::string> names{
      {"silu", "swish"},        {"swish", "swish_beta"},       {"gelu_erf", "gelu"},
      {"pau_safe", "pau"},      {"logsigmoid", "log_sigmoid"}, {"hardswish", "hard_swish"},
      {"hardtanh", "hard_tanh"}};
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

/// The parameter that a table's key means, "" for a constant of the formula; none if the key is unknown.
inline std::optional<std::string> parameter_name_of(const std::string& activation, const std::string& key,
                                                    const program& p) {
  static const std::map<std::string, std::string> others{{"prelu a", "slope"},
                                                         {"isru a", "alpha"},
                                                         {"isrlu a", "alpha"},
                                                         {"gelu_tanh c", ""},
                                                         {"gelu_tanh k", ""},
                                                         {"quick_gelu a", ""},
                                                         {"selu lambda", ""},
                                                         {"selu alpha", ""},
                                                         {"hard_sigmoid slope", ""},
                                                         {"hard_sigmoid offset", ""},
                                                         {"hard_sigmoid_onnx slope", ""},
                                                         {"hard_sigmoid_onnx offset", ""},
                                                         {"hard_tanh min", ""},
                                                         {"hard_tanh max", ""},
                                                         {"leaky_relu negative_slope", ""},
                                                         {"swish beta", ""}};
  for (const parameter_slot& s : p.parameters) {
    if (s.name == key) return key;
  }
  const auto found = others.find(activation + " " + key);
  return found == others.end() ? std::nullopt : std::optional(found->second);
}

/// "alpha=0.5;s=0" as bindings; pau's "… a=0.03|0.6 b=1.2|4.4" counts a from 0 and b from 1.
inline bindings parse_params(const std::string& params) {
  bindings found;
  const std::size_t a = params.find(" a="), b = params.find(" b=");
  if (a != std::string::npos && b != std::string::npos) {
    const auto add = [&](char letter, int first, const std::string& list) {
      for (const std::string& v : split(list, "|"))
        found.emplace_back(std::string(1, letter).append(std::to_string(first++)), number_in(v));
    };
    add('a', 0, params.substr(a + 3, b - a - 3));
    add('b', 1, params.substr(b + 3));
    return found;
  }
  for (const std::string& part : split(params, ";")) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) continue;  // a formula in words
    found.emplace_back(part.substr(0, equals), leading_number(part.substr(equals + 1)).value_or(0));
  }
  return found;
}

// --- functions -------------------------------------------------------------------------------------------------------

/// A function with its parameters bound: an activation, or a formula of a test, and its kernels.
struct subject {
  const record* compiled = nullptr;
  program exact;
  std::vector<double> parameters;

  template <class T>
  [[nodiscard]] std::vector<T> parameters_as() const {
    return {parameters.begin(), parameters.end()};
  }

  /// The program of the derivative of an order by the first input.
  [[nodiscard]] program order(int n) const {
    return n == 0 ? exact : n == 1 ? derivative_of(exact, by_x) : derivative_of(derivative_of(exact, by_x), by_x);
  }

  /// The derivative of an order at a point, through the loop in every lane of two registers and in a tail.
  template <class T>
  [[nodiscard]] std::vector<T> everywhere(int n, const std::vector<double>& at) const {
    columns<T> in;
    for (const double v : at) in.emplace_back(2 * 16 + 1, static_cast<T>(v));
    const auto& kernels = compiled->of<T>();
    return pass(n == 0 ? kernels.value : n == 1 ? kernels.slope : kernels.curvature, in, parameters_as<T>())[0];
  }
};

inline void bind(subject& f, const std::string& activation, const bindings& values) {
  for (const auto& [key, value] : values) {
    const std::optional<std::string> name = parameter_name_of(activation, key, f.exact);
    INFO(activation << ": " << key << " is neither a parameter nor listed as a constant");
    REQUIRE(name.has_value());
    for (std::size_t k = 0; k != f.exact.parameters.size(); ++k) {
      if (f.exact.parameters[k].name == *name) f.parameters[k] = value;
    }
  }
}

/// A formula that the catalogue does not have.
template <auto F>
subject formula_subject() {
  static const record r = [] {
    record own;
    own.inputs = program_of<F>.inputs;
    own.parameters = program_of<F>.parameters;
    own.lowered = [] { return lower(F); };
    own.for_float = catalogue::kernels_of<F, float>();
    own.for_double = catalogue::kernels_of<F, double>();
    return own;
  }();
  return {&r, exact_program(r), initial_values(r)};
}

/// An activation of the catalogue, if it has one of this name.
inline std::optional<subject> find_subject(const std::string& activation, const bindings& values) {
  const record* const r = catalogue::find(activation);
  if (r == nullptr) return std::nullopt;
  subject f{r, exact_program(*r), initial_values(*r)};
  bind(f, activation, values);
  return f;
}

/// Says which rows have no function, and that none was lost.
class row_count {
 public:
  explicit row_count(std::size_t rows) : rows_(rows) {}
  void visit() { ++visited_; }
  void miss(const std::string& name) { ++missing_[name]; }

  void finish() const {
    std::string names;
    for (const auto& [name, count] : missing_) names += " " + name + " (" + std::to_string(count) + ")";
    INFO("not in the catalogue:" << names);
    CHECK(missing_.empty());
    CHECK(visited_ == rows_);
  }

 private:
  std::size_t rows_, visited_ = 0;
  std::map<std::string, int> missing_;
};

}  // namespace laws
