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
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/print/c_names.hpp>
#include <ogive/print/c_trace.hpp>
#include <ogive/print/text.hpp>

namespace ogive {
namespace detail {

/// What the function of an operation is called in C, behind the name of the file's function.
inline std::string_view c_name(operation op) {
  switch (op) {
    case operation::attenuate: return "attenuate";
    case operation::product_error: return "product_error";
    case operation::sum_error: return "sum_error";
    case operation::multiply_add_error: return "multiply_add_error";
    case operation::exp_of_sum: return "exp_of_sum";
    case operation::expm1_of_sum: return "expm1_of_sum";
    default: return name_of(op);
  }
}

/// The operations of a file: one that takes a single line of C stands where it is used, the others are functions.
/// V is `traced`, and a template argument so that nothing of this is compiled where no C is printed.
template <class V>
class c_operations {
 public:
  explicit c_operations(std::string function) : function_(std::move(function)) {}

  V apply(operation op, const std::array<V, 4>& a) {
    if (is_single_line(op)) return interpret<V>(op, a[0], a[1], a[2], a[3]);
    std::string call = function_ + "_" + std::string(c_name(op)) + "(";
    for (int k = 0; k != arity(op); ++k) call += (k == 0 ? "" : ", ") + a[static_cast<std::size_t>(k)].text();
    return {*body_, body_->line(c_body::type::number, call + ")", {a[0].line, a[1].line, a[2].line, a[3].line})};
  }

  /// Lines go there from now on.
  void write_to(c_body& body) { body_ = &body; }

  /// The functions that were used.
  [[nodiscard]] const std::string& definitions() const { return definitions_; }

 private:
  enum class kind : unsigned char { unknown, single_line, function };
  std::string function_;
  std::string definitions_;
  std::array<kind, static_cast<std::size_t>(operation::count)> kinds_{};
  c_body* body_ = nullptr;

  bool is_single_line(operation op) {
    kind& known = kinds_[static_cast<std::size_t>(op)];
    if (known == kind::unknown) {
      c_body body(function_);
      std::array<V, 4> a{};
      std::string parameters;
      for (int k = 0; k != arity(op); ++k) {
        const std::string name(1, "uvws"[k]);
        a[static_cast<std::size_t>(k)] = V(body, body.argument(name));
        parameters += (k == 0 ? "double " : ", double ") + name;
      }
      const V result = interpret<V>(op, a[0], a[1], a[2], a[3]);
      known = body.line_count() <= 1 ? kind::single_line : kind::function;
      if (known == kind::function) {
        definitions_ += "static double " + function_ + "_" + std::string(c_name(op)) + "(" + parameters + ")\n{\n" +
                        body.text({result.line}) + "  return " + result.text() + ";\n}\n\n";
      }
    }
    return known == kind::single_line;
  }
};

/// The results of an executable program as lines of a body.
template <class V>
std::vector<V> trace(const program& p, c_operations<V>& operations, c_body& body,
                     const std::vector<std::string>& arguments) {
  operations.write_to(body);
  std::vector<V> symbols, values, results;
  for (const std::string& name : arguments) symbols.emplace_back(body, body.argument(name));
  for (const instruction& i : p.code) {
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    std::array<V, 4> a{};
    for (std::size_t k = 0; k != static_cast<std::size_t>(arity(i.op)); ++k)
      a[k] = values[static_cast<std::size_t>(i.arguments[k])];
    switch (i.op) {
      case operation::number: values.emplace_back(body, i.value); break;
      case operation::number_error: values.emplace_back(body, error_of_number<double>(i.value)); break;
      case operation::input: values.push_back(symbols[slot]); break;
      case operation::parameter: values.push_back(symbols[p.inputs.size() + slot]); break;
      default: values.push_back(operations.apply(i.op, a));
    }
  }
  for (const program::position r : p.results) results.push_back(values[static_cast<std::size_t>(r)]);
  return results;
}

/// A file of C, from the program of a formula's value.
template <class V>
class c_file {
 public:
  c_file(program value, const std::string& function)
      : value_(std::move(value)), function_(function), operations_(function) {
    c_names names(function);
    for (const std::string_view name : value_.inputs) symbols_.push_back(names.take(name));
    for (const parameter_slot& p : value_.parameters) symbols_.push_back(names.take(p.name));
    for (std::size_t r = 1; r < value_.results.size(); ++r) outputs_.push_back(names.take("value" + suffix(r)));
    for (const std::string& symbol : symbols_) {
      for (std::size_t r = 0; r != value_.results.size(); ++r)
        outputs_.push_back(names.take("d_" + symbol + suffix(r)));
    }
  }

  std::string print() {
    const program derived = with_derivatives(value_, beside_value::all_derivatives);
    c_body body(function_);
    const std::vector<V> results = trace(executable(derived), operations_, body, symbols_);
    std::vector<int> lines;
    for (const V& r : results) lines.push_back(r.line);

    std::string out = comment(derived) + "#include <math.h>\n\n" + std::string(no_contraction);
    const std::string code = operations_.definitions() + signature() + "\n{\n" + body.text(lines);
    if (code.find("_bits(") != std::string::npos || code.find("_number(") != std::string::npos) out += conversions();
    out += code;
    const std::vector<bool> needed = body.needed(lines);
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      if (!needed[s]) out += "  (void)" + symbols_[s] + ";\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k)
      out += "  if (" + outputs_[k] + ") *" + outputs_[k] + " = " + results[k + 1].text() + ";\n";
    return out + "  return " + results[0].text() + ";\n}\n";
  }

 private:
  program value_;
  std::string function_;
  c_operations<V> operations_;
  std::vector<std::string> symbols_;  // the inputs, then the parameters
  std::vector<std::string> outputs_;  // the further values, then the derivatives by each symbol

  // g++ contracts unless it is asked for ISO C, clang does in any case; g++ warns of the standard's pragma
  static constexpr std::string_view no_contraction =
      "#if defined(__GNUC__) && !defined(__clang__)\n"
      "#pragma GCC optimize (\"fp-contract=off\")\n"
      "#else\n"
      "#pragma STDC FP_CONTRACT OFF\n"
      "#endif\n\n";

  static std::string suffix(std::size_t result) { return result == 0 ? "" : "_" + std::to_string(result + 1); }

  [[nodiscard]] std::string conversions() const {
    return "static unsigned long long " + function_ + "_bits(double number)\n" + reinterpreted("number", "bits") +
           "static double " + function_ + "_number(unsigned long long bits)\n" + reinterpreted("bits", "number");
  }
  static std::string reinterpreted(const std::string& from, const std::string& to) {
    return "{\n  union { double number; unsigned long long bits; } u;\n  u." + from + " = " + from + ";\n  return u." +
           to + ";\n}\n\n";
  }

  [[nodiscard]] std::string signature() const {
    std::string out = "double " + function_ + "(";
    for (const std::string& s : symbols_) out += (&s == symbols_.data() ? "double " : ", double ") + s;
    for (const std::string& o : outputs_) out += (out.back() == '(' ? "double *" : ", double *") + o;
    return out + (out.back() == '(' ? "void)" : ")");
  }

  /// What the function computes, in the names of its arguments.
  [[nodiscard]] std::string comment(program derived) const {
    for (std::size_t i = 0; i != derived.inputs.size(); ++i) derived.inputs[i] = symbols_[i];
    for (std::size_t i = 0; i != derived.parameters.size(); ++i)
      derived.parameters[i].name = symbols_[derived.inputs.size() + i];
    const program_view view(derived);
    const auto formula = [&](std::size_t result) {
      sink counted;
      text_printer(view, counted).print(view.result(result));
      std::string text(counted.size, ' ');
      sink written{text.data()};
      text_printer(view, written).print(view.result(result));
      return text;
    };
    std::string out = "/* " + signature() + ";\n *\n * Returns " + formula(0) + "\n";
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      out += " * " + symbols_[s];
      if (s < derived.inputs.size()) out += ": an input\n";
      else out += ": a parameter, at first " + c_number(derived.parameters[s - derived.inputs.size()].initial) + "\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k)
      out += " * *" + outputs_[k] + (k + 1 < value_.results.size() ? ": a further value, " : ": the derivative, ") +
             formula(k + 1) + "\n";
    if (!outputs_.empty()) out += " * A null pointer asks for nothing.\n";
    return out + " */\n";
  }
};

}  // namespace detail

/// A file of C99 with one function `name` that returns the value of f and stores its derivatives by every input and
/// parameter: `double name(double x, double slope, double *d_x, double *d_slope)`. Each pointer may be null. Of several
/// results the first is returned, the others are stored before the derivatives: `value_2`, then `d_x`, `d_x_2`, ….
/// The steps are those of `evaluate` for doubles as this translation unit is compiled: fma() only if the machine has
/// it. Errors: `name` must be an identifier of C and none of <math.h>.
template <auto F>
requires computable<std::remove_cvref_t<decltype(F)>> std::string c_function(std::string_view name) {
  static_assert(
      !detail::reads_rows<std::remove_cvref_t<decltype(F)>>,
      "ogive::c_function<f>(name): f reads rows of a matrix, and a C function of single numbers cannot; print "
      "the part of f that stands outside row_sum, row_max and row_mean");
  if (!detail::is_c_identifier(name) || detail::is_reserved_in_c(name)) {
    detail::fail(
        "ogive::c_function<f>(\"%.*s\"): this is no name for a function of C, or one of its own; pass an "
        "identifier such as \"swish\"",
        static_cast<int>(name.size()), name.data());
  }
  return detail::c_file<detail::traced>(thaw(program_of<F>), std::string(name)).print();
}

}  // namespace ogive
