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
  explicit c_operations(std::string_view function) : function_(function) {}

  V apply(operation op, const std::array<V, 4>& a) {
    if (is_single_line(op)) return interpret<V>(op, a[0], a[1], a[2], a[3]);
    std::string call = name_of_function(op) + "(";
    for (int k = 0; k != arity(op); ++k) {
      if (k != 0) call += ", ";
      call += a[static_cast<std::size_t>(k)].text();
    }
    return {*body_, body_->line(c_body::type::number, call + ")", {a[0].line, a[1].line, a[2].line, a[3].line})};
  }

  /// Lines go there from now on.
  void write_to(c_body& body) { body_ = &body; }

  /// The functions that were used.
  [[nodiscard]] const std::string& definitions() const { return definitions_; }

 private:
  enum class kind : unsigned char { unknown, single_line, function };
  std::string_view function_;
  std::string definitions_;
  std::array<kind, static_cast<std::size_t>(operation::count)> kinds_{};
  c_body* body_ = nullptr;

  [[nodiscard]] std::string name_of_function(operation op) const {
    std::string name(function_);
    name += '_';
    name += c_name(op);
    return name;
  }

  bool is_single_line(operation op) {
    kind& known = kinds_[static_cast<std::size_t>(op)];
    if (known == kind::unknown) {
      c_body body(function_);
      std::array<V, 4> a{};
      std::string parameters;
      for (int k = 0; k != arity(op); ++k) {
        const char name = "uvws"[k];
        a[static_cast<std::size_t>(k)] = V(body, body.argument({&name, 1}));
        parameters += k == 0 ? "double " : ", double ";
        parameters += name;
      }
      const V result = interpret<V>(op, a[0], a[1], a[2], a[3]);
      known = body.line_count() <= 1 ? kind::single_line : kind::function;
      if (known == kind::function) {
        definitions_ += "static double " + name_of_function(op) + "(" + parameters + ")\n{\n" +
                        body.declarations({result.line}) + "  return " + result.text() + ";\n}\n\n";
      }
    }
    return known == kind::single_line;
  }
};

/// The results of an executable program as lines of a body.
template <class V>
list<V> trace(const program& p, c_operations<V>& operations, c_body& body, const word_list& arguments) {
  operations.write_to(body);
  list<V> symbols, values, results;
  for (std::size_t s = 0; s != arguments.size(); ++s) symbols.push_back(V(body, body.argument(arguments[s])));
  const auto is_error = [&](program::position at) { return p[at].op == operation::number_error; };
  for (const instruction& i : p.code) {
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    std::array<V, 4> a{};
    for (std::size_t k = 0; k != static_cast<std::size_t>(arity(i.op)); ++k)
      a[k] = values[static_cast<std::size_t>(i.arguments[k])];
    switch (i.op) {
      case operation::number: values.push_back(V(body, i.value)); break;
      case operation::number_error: values.push_back(V(body, error_of_number<double>(i.value))); break;
      case operation::input: values.push_back(symbols[slot]); break;
      case operation::parameter: values.push_back(symbols[p.inputs.size() + slot]); break;
      default: {
        // a number loses nothing as a double, so what is multiplied by its error is nothing
        const bool adds_nothing =
            i.op == operation::multiply_add && (is_error(i.arguments[0]) || is_error(i.arguments[1]));
        values.push_back(adds_nothing ? a[2] : operations.apply(i.op, a));
      }
    }
  }
  for (const program::position r : p.results) results.push_back(values[static_cast<std::size_t>(r)]);
  return results;
}

/// A file of C, from the program of a formula's value.
template <class V>
class c_file {
 public:
  /// The name must live as long as this.
  c_file(const program& value, std::string_view function) : value_(value), function_(function), operations_(function) {
    c_names names(function);
    for (const std::string_view name : value_.inputs) symbols_.push_back(names.take(name));
    for (const parameter_slot& p : value_.parameters) symbols_.push_back(names.take(p.name));
    for (std::size_t r = 1; r < value_.results.size(); ++r) outputs_.push_back(names.take("value" + suffix(r)));
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      for (std::size_t r = 0; r != value_.results.size(); ++r)
        outputs_.push_back(names.take("d_" + std::string(symbols_[s]) + suffix(r)));
    }
  }

  std::string print() {
    const program derived = with_derivatives(value_, beside_value::all_derivatives);
    c_body body(function_);
    const list<V> results = trace(executable(derived), operations_, body, symbols_);
    list<int> lines;
    for (const V& r : results) lines.push_back(r.line);

    std::string code = operations_.definitions() + signature() + "\n{\n" + body.declarations(lines);
    const list<bool> needed = body.needed(lines);
    for (std::size_t s = 0; s != symbols_.size(); ++s) {
      if (!needed[s]) code += "  (void)" + std::string(symbols_[s]) + ";\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) {
      const std::string output(outputs_[k]);
      code += "  if (" + output + ") *" + output + " = " + results[k + 1].text() + ";\n";
    }
    code += "  return " + results[0].text() + ";\n}\n";
    const bool converts = code.find("_bits(") != std::string::npos || code.find("_number(") != std::string::npos;
    return comment(derived) + "#include <math.h>\n\n" + no_contraction + (converts ? conversions() : "") + code;
  }

 private:
  program value_;
  std::string_view function_;
  c_operations<V> operations_;
  word_list symbols_;  // the inputs, then the parameters
  word_list outputs_;  // the further values, then the derivatives by each symbol

  // g++ contracts unless it is asked for ISO C, clang does in any case; g++ warns of the standard's pragma
  static constexpr const char* no_contraction =
      "#if defined(__GNUC__) && !defined(__clang__)\n"
      "#pragma GCC optimize (\"fp-contract=off\")\n"
      "#else\n"
      "#pragma STDC FP_CONTRACT OFF\n"
      "#endif\n\n";

  static std::string suffix(std::size_t result) { return result == 0 ? "" : "_" + std::to_string(result + 1); }

  [[nodiscard]] std::string conversions() const {
    const std::string name(function_);
    return "static unsigned long long " + name + "_bits(double number)\n" + reinterpreted("number", "bits") +
           "static double " + name + "_number(unsigned long long bits)\n" + reinterpreted("bits", "number");
  }
  static std::string reinterpreted(const std::string& from, const std::string& to) {
    return "{\n  union { double number; unsigned long long bits; } u;\n  u." + from + " = " + from + ";\n  return u." +
           to + ";\n}\n\n";
  }

  [[nodiscard]] std::string signature() const {
    std::string out = "double " + std::string(function_);
    const auto declare = [&](const char* type, std::string_view name) {
      out += out.find('(') == std::string::npos ? "(" : ", ";
      out += type;
      out += name;
    };
    for (std::size_t s = 0; s != symbols_.size(); ++s) declare("double ", symbols_[s]);
    for (std::size_t k = 0; k != outputs_.size(); ++k) declare("double *", outputs_[k]);
    if (symbols_.size() + outputs_.size() == 0) declare("void", "");
    return out + ")";
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
      out += " * " + std::string(symbols_[s]);
      if (s < derived.inputs.size()) out += ": an input\n";
      else out += ": a parameter, at first " + c_number(derived.parameters[s - derived.inputs.size()].initial) + "\n";
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) {
      const char* const what = k + 1 < value_.results.size() ? ": a further value, " : ": the derivative, ";
      out += " * *" + std::string(outputs_[k]) + what + formula(k + 1) + "\n";
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
  return detail::c_file<detail::traced>(thaw(program_of<F>), name).print();
}

}  // namespace ogive
