// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 0, base. A string literal goes in, a structural value comes out that can be a template argument:
// the names of inputs and parameters are part of a formula's type.
#pragma once

#include <cstddef>
#include <string_view>

namespace ogive {

/// A string of N characters as a template argument: `param<"slope">`.
template <std::size_t N>
struct fixed_string {
  char characters[N + 1]{};

  consteval fixed_string(const char (&literal)[N + 1]) {  // implicit: a literal is what people type
    for (std::size_t i = 0; i != N; ++i) characters[i] = literal[i];
  }

  [[nodiscard]] constexpr std::string_view view() const { return {characters, N}; }
};

template <std::size_t M>
fixed_string(const char (&)[M]) -> fixed_string<M - 1>;

}  // namespace ogive
