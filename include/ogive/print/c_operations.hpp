// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. The operations of a program in C: one that takes a single line stands where it is used, the others
// are functions of the file. A program for floats and doubles goes in, what doubles need of it comes out.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <ogive/print/c_trace.hpp>
#include <ogive/print/shape.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// A number loses nothing as a double, so what is multiplied by its error is nothing.
class double_writer {
 public:
  constexpr explicit double_writer(program& out) : out_(&out) {}

  constexpr program::position write(const instruction& i) {
    const auto is_error = [&](int k) {
      return (*out_)[i.arguments[static_cast<std::size_t>(k)]].op == operation::number_error;
    };
    if (i.op == operation::multiply_add && (is_error(0) || is_error(1))) return i.arguments[2];
    return out_->emit(i);
  }

 private:
  program* out_;
};

/// An executable program without the steps that only floats need.
constexpr program for_doubles(const program& p) { return written_by(&double_writer::write, p); }

/// The operations of a file. V is `traced`, and a template argument so that nothing of this is compiled where no C is
/// printed.
template <class V>
class c_operations {
 public:
  using operands = std::array<V, 4>;

  explicit c_operations(std::string_view function) : function_(function) {}

  /// A step that is no symbol, on values of a body.
  V step(const instruction& i, const operands& a, c_body& body) {
    if (i.op == operation::number) return V(body, i.value);
    if (i.op == operation::number_error) return V(body, error_of_number<double>(i.value));
    if (is_single_line(i.op)) return interpret<V>(i.op, a[0], a[1], a[2], a[3]);
    std::string call = name_of_function(i.op) + "(";
    for (int k = 0; k != arity(i.op); ++k) {
      if (k != 0) call += ", ";
      call += a[static_cast<std::size_t>(k)].text();
    }
    return {body, body.line(c_body::type::number, call + ")", {a[0].line, a[1].line, a[2].line, a[3].line})};
  }

  /// The functions that were used.
  [[nodiscard]] const std::string& definitions() const { return definitions_; }

 private:
  enum class kind : unsigned char { unknown, single_line, function };
  std::string_view function_;
  std::string definitions_;
  std::array<kind, static_cast<std::size_t>(operation::count)> kinds_{};

  [[nodiscard]] std::string name_of_function(operation op) const {
    std::string name(function_);
    name += '_';
    name += name_of(op);
    return name;
  }

  bool is_single_line(operation op) {
    kind& known = kinds_[static_cast<std::size_t>(op)];
    if (known == kind::unknown) {
      c_body body(function_);
      operands a{};
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
        definitions_ += std::string("static double ") + name_of_function(op) + "(" + parameters + ")\n{\n" +
                        body.declarations({result.line}) + "  return " + result.text() + ";\n}\n\n";
      }
    }
    return known == kind::single_line;
  }
};

}  // namespace ogive::detail
