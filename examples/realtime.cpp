// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A saturating wave shaper for audio: blocks of 64 samples, a drive that changes from block to block, nothing allocated, and
// the longest time that a block took. At 48 kHz a block may take 1333 µs.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <span>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;

// [shaper]
// tanh with a bias for even harmonics; silence stays silent
constexpr auto shaper = tanh(param<"drive">(1) * x + 0.2) - 0.197375;

class effect {
 public:
  /// In place, for any length; no allocation, no lock, no system call.
  void process(std::span<float> block, float drive) { ogive::map<shaper>(block, block, param<"drive"> = drive); }
};
// [shaper]

namespace {
long allocations = 0;
}
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  constexpr int rate = 48000, block_size = 64, seconds = 4;
  std::array<float, block_size> block{};
  effect shape;
  double longest = 0, total = 0;
  float loudest = 0;
  constexpr int blocks = rate * seconds / block_size;
  const long before = allocations;
  for (int b = 0; b != blocks; ++b) {
    for (int i = 0; i != block_size; ++i)
      block[static_cast<std::size_t>(i)] = std::sin(0.01f * static_cast<float>((b * block_size + i) % 62832));
    const float drive = 1 + 9 * static_cast<float>(b) / blocks;
    const auto start = std::chrono::steady_clock::now();
    shape.process(block, drive);
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    longest = std::max(longest, time.count());
    total += time.count();
    for (const float s : block) loudest = std::max(loudest, std::abs(s));
  }
  const long allocated = allocations - before;
  std::printf("%d blocks of %d samples: %.3f µs each, the longest %.1f µs of %.0f, %ld allocations\n", blocks, block_size,
              total / blocks, longest, 1e6 * block_size / rate, allocated);
  return loudest > 0.9f && loudest < 1.3f && allocated == 0 ? 0 : 1;
}
