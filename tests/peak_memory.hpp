// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// How much memory a call holds at most, by replacing the global operator new: include it in the program's one file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

std::size_t memory_held = 0, memory_peak = 0;

[[maybe_unused]] void* counted(void* p) {
  if (p == nullptr) throw std::bad_alloc();
  memory_held += ::malloc_usable_size(p);
  memory_peak = std::max(memory_peak, memory_held);
  return p;
}

[[maybe_unused]] void uncounted(void* p) noexcept {
  if (p != nullptr) memory_held -= ::malloc_usable_size(p);
  std::free(p);
}

/// The bytes that `call` held at most beyond what was held before.
template <class Call>
std::size_t peak_of(const Call& call) {
  const std::size_t before = memory_held;
  memory_peak = before;
  call();
  return memory_peak - before;
}

}  // namespace

#if !defined(__SANITIZE_ADDRESS__)  // which has operators of its own, and then nothing is counted
[[gnu::noinline]] void* operator new(std::size_t size) { return counted(std::malloc(size)); }
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
[[gnu::noinline]] void operator delete(void* p) noexcept { uncounted(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { uncounted(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { uncounted(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { uncounted(p); }
#endif
