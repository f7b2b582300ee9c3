// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula goes in, a file of C99 comes out: one function for the value and every derivative, the very
// steps that `evaluate` takes for doubles on this machine. The kernels print themselves; see c_trace.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <ogive/base/error.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/print/c_names.hpp>
#include <ogive/print/c_operations.hpp>
#include <ogive/print/c_rows.hpp>
#include <ogive/print/c_unit.hpp>

namespace ogive {
namespace detail {

/// The results of an executable program as lines of a body.
template <class V>
list<V> trace(const program& p, c_operations<V>& operations, c_body& body, const word_list& arguments) {
  list<V> symbols, values, results;
  for (std::size_t s = 0; s != arguments.size(); ++s) symbols.push_back(V(body, body.argument(arguments[s])));
  for (const instruction& i : p.code) {
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    std::array<V, 4> a{};
    for (std::size_t k = 0; k != static_cast<std::size_t>(arity(i.op)); ++k)
      a[k] = values[static_cast<std::size_t>(i.arguments[k])];
    if (i.op == operation::input) values.push_back(symbols[slot]);
    else if (i.op == operation::parameter) values.push_back(symbols[p.inputs.size() + slot]);
    else values.push_back(operations.step(i, a, body));
  }
  for (const program::position r : p.results) results.push_back(values[static_cast<std::size_t>(r)]);
  return results;
}

/// A file for single numbers, from the program of a formula's value.
template <class V>
class c_file {
 public:
  /// The name must live as long as this.
  c_file(const program& value, std::string_view function) : value_(value), function_(function), operations_(function) {
    c_names names(function, " t ");
    for (const std::string_view name : value_.inputs) symbols_.push_back(names.take(name));
    for (const parameter_slot& p : value_.parameters) symbols_.push_back(names.take(p.name));
    for (std::size_t r = 1; r < value_.results.size(); ++r)
      outputs_.push_back(names.take(std::string("value") + suffix(r)));
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      for (std::size_t r = 0; r != value_.results.size(); ++r)
        outputs_.push_back(names.take(std::string("d_") + std::string(symbols_[s]) + suffix(r)));
    }
  }

  std::string print() {
    const program derived = with_derivatives(value_, beside_value::all_derivatives);
    c_body body(function_);
    const list<V> results = trace(for_doubles(executable(derived)), operations_, body, symbols_);
    list<int> lines;
    for (const V& r : results) lines.push_back(r.line);

    std::string code = operations_.definitions() + declaration() + "\n{\n" + body.declarations(lines);
    const list<bool> needed = body.needed(lines);
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      if (!needed[s]) code += std::string("  (void)") + std::string(symbols_[s]) + ";\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) {
      const std::string output(outputs_[k]);
      code += std::string("  if (") + output + ") *" + output + " = " + results[k + 1].text() + ";\n";
    }
    code += std::string("  return ") + results[0].text() + ";\n}\n";
    return c_unit(function_, comment(derived), "", code);
  }

 private:
  program value_;
  std::string_view function_;
  c_operations<V> operations_;
  word_list symbols_;  // the inputs, then the parameters
  word_list outputs_;  // the further values, then the derivatives by each symbol

  /// "_2" for the second result, nothing for the first.
  static std::string suffix(std::size_t result) {
    std::string text;
    if (result != 0) text.append("_").append(std::to_string(result + 1));
    return text;
  }

  [[nodiscard]] std::string declaration() const {
    c_declaration out("double ", function_);
    for (std::size_t s = 0; s != symbols_.size(); ++s) out.add("double ", symbols_[s]);
    for (std::size_t k = 0; k != outputs_.size(); ++k) out.add("double *", outputs_[k]);
    return out.text();
  }

  /// What the function computes, in the names of its arguments.
  [[nodiscard]] std::string comment(const program& derived) const {
    std::string out =
        std::string("/* ") + declaration() + ";\n *\n * Returns " + formula_text(derived, symbols_, 0) + "\n";
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      out += std::string(" * ") + std::string(symbols_[s]);
      if (s < derived.inputs.size()) out += ": an input\n";
      else
        out += std::string(": a parameter, at first ") +
               c_number(derived.parameters[s - derived.inputs.size()].initial) + "\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) {
      const char* const what = k + 1 < value_.results.size() ? ": a further value, " : ": the derivative, ";
      out += std::string(" * *") + std::string(outputs_[k]) + what + formula_text(derived, symbols_, k + 1) + "\n";
    }
    if (outputs_.size() != 0) out += " * A null pointer asks for nothing.\n";
    return out + " */\n";
  }
};

}  // namespace detail

/// A file of C99 with one function `name` that returns the value of f and stores its derivatives by every input and
/// parameter: `double name(double x, double slope, double *d_x, double *d_slope)`. Each pointer may be null. Of several
/// results the first is returned, the others are stored before the derivatives: `value_2`, then `d_x`, `d_x_2`, ….
/// The steps are those of `evaluate` for doubles as this translation unit is compiled: fma() only if the machine has
/// it.
///
/// Of a formula that reads rows the function takes one row, and what arrives at it from above; it stores the value and
/// the vector-Jacobian product, as map_rows and backward_rows do: `void name(size_t columns, const double *x, double
/// weight, const double *upstream, double *value, double *d_x, double *d_weight)`. The upstream of one number for a row
/// is a number too. Sums add the columns in their order. Errors: `name` must be an identifier of C and none of
/// <math.h>.
template <auto F>
requires computable<std::remove_cvref_t<decltype(F)>> std::string c_function(std::string_view name) {
  if (!detail::is_c_identifier(name) || detail::is_reserved_in_c(name)) {
    detail::fail(
        "ogive::c_function<f>(\"%.*s\"): this is no name for a function of C, or one of its own; pass an "
        "identifier such as \"swish\"",
        static_cast<int>(name.size()), name.data());
  }
  if constexpr (detail::reads_rows<std::remove_cvref_t<decltype(F)>>)
    return detail::row_file_of<detail::traced, F>(name).print();
  else return detail::c_file<detail::traced>(thaw(program_of<F>), name).print();
}

}  // namespace ogive
