// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 0, base. A wrong call goes in, an exception comes out; with exceptions off, a handler that the user can set.
#pragma once

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace ogive {

/// A call that cannot be carried out: the message states the call, the fact and the remedy.
class error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// What is called with the message when exceptions are switched off. It must not return; if it does, the program
/// aborts.
using error_handler = void (*)(const char* message);

namespace detail {

inline error_handler& current_error_handler() {
  static error_handler handler = [](const char* message) { std::fprintf(stderr, "%s\n", message); };
  return handler;
}

}  // namespace detail

/// Sets the handler for builds without exceptions and returns the one before. By default the message goes to stderr.
inline error_handler set_error_handler(error_handler handler) {
  const error_handler before = detail::current_error_handler();
  detail::current_error_handler() = handler;
  return before;
}

namespace detail {

/// Reports a wrong call; the message is formatted as by printf. Cold by design: no kernel pays for it.
[[noreturn, gnu::cold, gnu::noinline, gnu::format(printf, 1, 2)]] inline void fail(const char* format, ...) {
  char message[512];
  std::va_list values;
  va_start(values, format);
  std::vsnprintf(message, sizeof message, format, values);
  va_end(values);
#if defined(__cpp_exceptions)
  throw error(message);
#else
  current_error_handler()(message);
  std::abort();
#endif
}

}  // namespace detail
}  // namespace ogive
