// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What the fuzzing targets share: a file in memory for readers that take a name. A target is one input; a reader must
// give a value or throw data_error, and nothing else may happen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include <ogive/nn/file.hpp>

namespace fuzz {

/// The name of a file with this content; the next call changes it.
inline std::string file_of(std::span<const std::uint8_t> content) {
  static const int descriptor = ::memfd_create("input", 0);
  if (descriptor < 0 || ::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size())) {
    std::perror("no file in memory");
    std::abort();
  }
  return "/proc/self/fd/" + std::to_string(descriptor);
}

/// Calls a reader; what it throws beside data_error ends the program, as does a broken promise.
template <class Read>
int try_reader(const Read& read) {
  try {
    read();
  } catch (const ogive::nn::data_error&) {
  }
  return 0;
}

inline void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

}  // namespace fuzz
