// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. Names that people gave to symbols go in, distinct identifiers of C come out.
#pragma once

#include <string>
#include <string_view>

#include <ogive/base/list.hpp>
#include <ogive/print/sink.hpp>

namespace ogive::detail {

/// Is the word one of `words`, each of which has a space before and behind it?
inline bool contains_word(std::string_view words, std::string_view word) {
  return words.find(std::string(" ") + std::string(word) + " ") != std::string_view::npos;
}

/// Is the word one of C's, up to C23, one of <math.h>'s, or a macro that compilers predefine?
inline bool is_reserved_in_c(std::string_view word) {
  // clang-format off
  constexpr std::string_view reserved =
      " alignas alignof asm auto bool break case char const constexpr continue default do double else enum extern false "
      "float for goto if inline int linux long main nullptr register restrict return short signed sizeof static "
      "static_assert struct switch thread_local true typedef typeof typeof_unqual union unix unsigned void volatile while "
      "INFINITY NAN HUGE_VAL HUGE_VALF HUGE_VALL MATH_ERRNO MATH_ERREXCEPT math_errhandling double_t float_t signgam "
      "fpclassify isfinite isgreater isgreaterequal isinf isless islessequal islessgreater isnan isnormal isunordered "
      "signbit gamma j0 j1 jn y0 y1 yn drem significand scalb exp10 pow10 sincos ";
  // each with the suffixes f and l too
  constexpr std::string_view functions =
      " acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma "
      "fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan "
      "nearbyint nextafter nexttoward pow remainder remquo rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc ";
  // clang-format on
  if (contains_word(reserved, word) || contains_word(functions, word)) return true;
  const bool suffixed = !word.empty() && (word.back() == 'f' || word.back() == 'l');
  return suffixed && contains_word(functions, word.substr(0, word.size() - 1));
}

inline bool is_c_identifier(std::string_view word) {
  for (const char c : word) {
    if (!is_letter(c) && !is_digit(c) && c != '_') return false;
  }
  return !word.empty() && !is_digit(word[0]);
}

/// Words that it owns.
class word_list {
 public:
  void push_back(std::string_view word) {
    places_.push_back({characters_.size(), word.size()});
    characters_ += word;
  }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  /// Valid until the next push_back.
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return std::string_view(characters_).substr(places_[i].start, places_[i].size);
  }
  [[nodiscard]] bool contains(std::string_view word) const {
    for (std::size_t i = 0; i != size(); ++i) {
      if ((*this)[i] == word) return true;
    }
    return false;
  }

 private:
  struct place {
    std::size_t start = 0, size = 0;
  };
  std::string characters_;
  list<place> places_;
};

/// Gives out identifiers for the arguments of a function: the wanted word, changed as little as it must be.
class c_names {
 public:
  /// `function` and words that begin with it and `_` are names of the file's functions; with digits behind them the
  /// words of `locals`, with spaces around each, are names of the function's own variables.
  c_names(std::string_view function, std::string_view locals) : function_(function), locals_(locals) {}

  std::string take(std::string_view wanted) {
    std::string name;
    for (const char c : wanted) name += is_letter(c) || is_digit(c) ? c : '_';
    if (!is_c_identifier(name)) name = std::string("_") + name;
    for (;; name += '_') {
      while (is_of_file(name)) name.insert(0, 1, 'a');
      if (!is_taken(name)) break;
    }
    taken_.push_back(name);
    return name;
  }

 private:
  std::string_view function_, locals_;
  word_list taken_;

  [[nodiscard]] bool is_taken(std::string_view name) const {
    const std::size_t word = name.find_last_not_of("0123456789") + 1;
    const bool local = word != name.size() && contains_word(locals_, name.substr(0, word));
    return local || is_reserved_in_c(name) || taken_.contains(name);
  }

  [[nodiscard]] bool is_of_file(std::string_view name) const {
    return name.starts_with(function_) && (name.size() == function_.size() || name[function_.size()] == '_');
  }
};

}  // namespace ogive::detail
