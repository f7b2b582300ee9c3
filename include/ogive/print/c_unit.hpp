// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. What every file of C has around its function: the declaration, the text of formulas for its head,
// includes, the order to round each operation, conversions between doubles and their bits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <ogive/print/c_names.hpp>
#include <ogive/print/sink.hpp>
#include <ogive/print/text.hpp>

namespace ogive::detail {

/// The declaration of a function, without its semicolon; arguments are added one by one.
class c_declaration {
 public:
  c_declaration(std::string_view result, std::string_view function) : text_(result) { text_ += function; }

  void add(std::string_view type, std::string_view name) {
    text_ += is_empty_ ? "(" : ", ";
    text_ += type;
    text_ += name;
    is_empty_ = false;
  }
  [[nodiscard]] std::string text() const { return text_ + (is_empty_ ? "(void)" : ")"); }

 private:
  std::string text_;
  bool is_empty_ = true;
};

/// A result of a program as text, with other words for its symbols: the inputs, then the parameters.
inline std::string formula_text(program p, const word_list& symbols, std::size_t result) {
  for (std::size_t i = 0; i != p.inputs.size(); ++i) p.inputs[i] = symbols[i];
  for (std::size_t i = 0; i != p.parameters.size(); ++i) p.parameters[i].name = symbols[p.inputs.size() + i];
  const program_view view(p);
  sink counted;
  text_printer(view, counted).print(view.result(result));
  std::string text(counted.size, ' ');
  sink written{text.data()};
  text_printer(view, written).print(view.result(result));
  return text;
}

/// The definitions of the two conversions that c_body writes calls of.
inline std::string c_conversions(std::string_view function) {
  const auto conversion = [&](const std::string& type, const std::string& to, const std::string& argument,
                              const std::string& from) {
    return std::string("static ") + type + std::string(function) + "_" + to + "(" + argument + from +
           ")\n{\n  union { double number; unsigned long long bits; } u;\n  u." + from + " = " + from +
           ";\n  return u." + to + ";\n}\n\n";
  };
  return conversion("unsigned long long ", "bits", "double ", "number") +
         conversion("double ", "number", "unsigned long long ", "bits");
}

/// The whole file, from its comment, the headers beside <math.h>, and its functions.
inline std::string c_unit(std::string_view function, std::string_view comment, std::string_view headers,
                          const std::string& code) {
  std::string out(comment);
  out += "#include <math.h>\n";
  out += headers;
  // g++ contracts unless it is asked for ISO C, clang does in any case; g++ warns of the standard's pragma
  out +=
      "\n#if defined(__GNUC__) && !defined(__clang__)\n"
      "#pragma GCC optimize (\"fp-contract=off\")\n"
      "#else\n"
      "#pragma STDC FP_CONTRACT OFF\n"
      "#endif\n\n";
  const std::string name(function);
  const bool converts =
      code.find(name + "_bits(") != std::string::npos || code.find(name + "_number(") != std::string::npos;
  if (converts) out += c_conversions(function);
  return out + code;
}

}  // namespace ogive::detail
