// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Pictures of digits from any file that holds some: IDX, plain or gzip, PNG, PGM; told apart by their first bytes.
#pragma once

#include <cstddef>
#include <string>

#include "mnist/model.hpp"

namespace mnist {

/// The first `most` pictures of a file, at this size, with labels of 0. A PNG or PGM is resized, and inverted if its
/// ground is bright. Errors (`data_error`): a file that is none of these or damaged; IDX images of another size.
images read_pictures(const std::string& file, std::size_t height, std::size_t width, std::size_t most);

}  // namespace mnist
