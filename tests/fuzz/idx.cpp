// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// IDX files, plain or gzip: the elements are as many as the sizes say.
#include <ogive/nn/idx.hpp>

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::try_reader([&] {
    const ogive::nn::idx_array array = ogive::nn::read_idx(fuzz::file_of({data, size}), {.allow_empty = true});
    std::size_t count = ogive::nn::idx_size(array.type);
    for (const std::size_t each : array.sizes) count *= each;
    fuzz::promise(count == array.bytes.size(), "as many elements as the sizes say");
  });
}
