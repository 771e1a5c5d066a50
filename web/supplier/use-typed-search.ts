// A search box whose words live in the address: typing shows at once, the address follows a moment later, and going
// back brings the earlier words into the box.
import { useEffect, useRef, useState } from 'react'

const pauseMs = 220

/** `inAddress` is what the address says; `write` puts words there (replace, don't push). */
export function useTypedSearch(inAddress: string, write: (words: string) => void): [string, (words: string) => void] {
  const [typed, setTyped] = useState(inAddress)
  const [known, setKnown] = useState(inAddress)
  const latest = useRef(write)
  useEffect(() => {
    latest.current = write
  })
  if (known !== inAddress) {
    setKnown(inAddress)
    if (typed.trim() !== inAddress) setTyped(inAddress)
  }
  useEffect(() => {
    if (typed.trim() === known) return
    const timer = setTimeout(() => latest.current(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, known])
  return [typed, setTyped]
}
